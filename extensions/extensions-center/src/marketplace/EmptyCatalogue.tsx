import { useT } from '@luban/sdk';
import { Button, Callout, EmptyState, LinkButton } from '@luban/ui';
import { useRepositories } from '../queries.ts';
import { ProblemText } from '../shared/Refusal.tsx';
import { useCanRepositories } from '../shared/use-rights.ts';
import { REPOSITORIES } from '../urls.ts';

/** Why the Marketplace has nothing to show, and what can be done about it. Also without a network. */
export function EmptyCatalogue({ onUpload }: { onUpload: (() => void) | undefined }) {
  const mayList = useCanRepositories('list');
  if (mayList === true) return <ByRepositories onUpload={onUpload} />;
  return <Nothing onUpload={onUpload} />;
}

function ByRepositories({ onUpload }: { onUpload: (() => void) | undefined }) {
  const t = useT();
  const { data } = useRepositories();
  const repositories = data?.repositories ?? [];
  if (data === undefined) return null;
  if (repositories.length === 0) return <Nothing onUpload={onUpload} add />;
  const reading = repositories.find(({ state }) => state === 'syncing' || state === 'new');
  if (reading !== undefined) {
    const { progress, name } = reading;
    return (
      <EmptyState
        kind="nothing"
        icon="refresh"
        title={t('marketplace.empty.reading', { name })}
        description={
          progress === undefined
            ? t('marketplace.empty.reading.help')
            : t('marketplace.empty.progress', { done: progress.done, of: progress.of })
        }
      />
    );
  }
  const failed = repositories.filter(({ state }) => state === 'failed');
  if (failed.length === 0) return <Nothing onUpload={onUpload} add />;
  return (
    <>
      <EmptyState
        kind="unavailable"
        icon="cloud"
        title={t('marketplace.empty.offline')}
        description={t('marketplace.empty.offline.help')}
        action={<Actions onUpload={onUpload} />}
      />
      <div className="market-failures">
        {failed.map(({ name, problem }) => (
          <Callout key={name} tone="warning" title={name}>
            {problem && <ProblemText problem={problem} />}
          </Callout>
        ))}
      </div>
    </>
  );
}

function Nothing({ onUpload, add = false }: { onUpload: (() => void) | undefined; add?: boolean }) {
  const t = useT();
  return (
    <EmptyState
      kind="nothing"
      icon="store"
      title={t('marketplace.empty')}
      description={t(add ? 'marketplace.empty.help' : 'marketplace.empty.ask')}
      action={<Actions onUpload={onUpload} add={add} />}
    />
  );
}

function Actions({ onUpload, add = false }: { onUpload: (() => void) | undefined; add?: boolean }) {
  const t = useT();
  const mayAdd = useCanRepositories('create') === true;
  return (
    <span className="market-actions">
      {onUpload && (
        <Button icon="upload" onClick={onUpload}>
          {t('upload.action')}
        </Button>
      )}
      {add && mayAdd ? (
        <LinkButton variant="primary" icon="plus" href={`${REPOSITORIES}?add`}>
          {t('repositories.add')}
        </LinkButton>
      ) : (
        !add && <LinkButton href={REPOSITORIES}>{t('marketplace.empty.repositories')}</LinkButton>
      )}
    </span>
  );
}
