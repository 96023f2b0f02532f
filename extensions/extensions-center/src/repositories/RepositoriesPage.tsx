import { useT } from '@luban/sdk';
import { Button, EmptyState, PageHeader } from '@luban/ui';
import { lazy, Suspense, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Repository } from '../center-api.ts';
import { useRepositories } from '../queries.ts';
import { PageState } from '../shared/PageState.tsx';
import '../shared/shared.css';
import { useCanRepositories } from '../shared/use-rights.ts';
import { useCenterEvents } from '../use-center-events.ts';
import { RepositoryDrawer } from './RepositoryDrawer.tsx';
import { RepositoryTable } from './RepositoryTable.tsx';
import './repositories.css';

const RepositoryDialog = lazy(() => import('./RepositoryDialog.tsx'));
const DeleteDialog = lazy(() => import('./DeleteDialog.tsx'));

/** Where extensions come from, and how the last look at each of them went. What is open is in the URL. */
export default function RepositoriesPage() {
  useCenterEvents();
  const t = useT();
  const query = useRepositories();
  const [params, setParams] = useSearchParams();
  const [acting, setActing] = useState<{ kind: 'edit' | 'delete'; repository: Repository }>();
  const canAdd = useCanRepositories('create') === true;
  const repositories = query.data?.repositories ?? [];
  const opened = repositories.find(({ name }) => name === params.get('repository'));
  const addButton = canAdd && (
    <Button variant="primary" icon="plus" onClick={() => setParams({ add: '' })}>
      {t('repositories.add')}
    </Button>
  );
  const close = () => setParams({}, { replace: true });
  return (
    <div className="center-page">
      <PageHeader title={t('repositories.title')} description={t('repositories.description')} actions={addButton} />
      <div className="repo-body">
        <PageState
          query={query}
          failed={t('repositories.failed')}
          resource="kubesphere.io/repositories"
          skeleton="table"
        >
          {() => (
            <RepositoryTable
              repositories={repositories}
              empty={
                <EmptyState
                  kind="nothing"
                  icon="database"
                  title={t('repositories.none')}
                  description={t('repositories.none.help')}
                  action={addButton}
                />
              }
              onOpen={({ name }) => setParams({ repository: name })}
              onAct={setActing}
            />
          )}
        </PageState>
      </div>
      <RepositoryDrawer repository={opened} onClose={close} />
      <Suspense>
        {params.has('add') && canAdd && query.data !== undefined && (
          <RepositoryDialog taken={repositories.map(({ name }) => name)} onClose={close} />
        )}
        {acting?.kind === 'edit' && (
          <RepositoryDialog before={acting.repository} taken={[]} onClose={() => setActing(undefined)} />
        )}
        {acting?.kind === 'delete' && (
          <DeleteDialog repository={acting.repository} onClose={() => setActing(undefined)} />
        )}
      </Suspense>
    </div>
  );
}
