import { useExtension, useT } from '@luban/sdk';
import { Badge, Button, IconButton, Menu, Table, Time, toast } from '@luban/ui';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Repository } from '../center-api.ts';
import { CenterError } from '../shared/center-error.ts';
import { useCanRepositories } from '../shared/use-rights.ts';
import { RepositoryState } from './RepositoryState.tsx';
import { syncRepository } from './repositories-api.ts';

interface Props {
  readonly repositories: readonly Repository[];
  readonly empty: ReactNode;
  readonly onOpen: (repository: Repository) => void;
  readonly onAct: (acting: { kind: 'edit' | 'delete'; repository: Repository }) => void;
}

/** All repositories, with what can be done with each. What comes with the product is neither changed nor deleted. */
export function RepositoryTable({ repositories, empty, onOpen, onAct }: Props) {
  const t = useT();
  const { fetch } = useExtension();
  const canChange = useCanRepositories('patch') === true;
  const canDelete = useCanRepositories('delete') === true;
  const sync = useMutation({
    mutationFn: (name: string) => syncRepository(fetch, name),
    onError: (error, name) =>
      toast({
        tone: 'danger',
        title: t('repositories.sync.failed', { name }),
        description: error instanceof CenterError ? `${error.message} ${error.cure} (${error.code})` : String(error),
      }),
  });
  return (
    <Table<Repository>
      label={t('repositories.title')}
      rows={repositories}
      rowKey={({ name }) => name}
      empty={empty}
      columns={[
        {
          id: 'name',
          header: t('repositories.column.name'),
          cell: (repository) => (
            <span className="repo-name">
              <span className="repo-title">
                <button type="button" className="lb-link repo-open" onClick={() => onOpen(repository)}>
                  {repository.name}
                </button>
                <Marks repository={repository} />
              </span>
              <span className="center-muted center-clip" title={repository.url}>
                {repository.description || repository.url}
              </span>
            </span>
          ),
        },
        {
          id: 'state',
          header: t('repositories.column.state'),
          width: 'clamp(104px, 24vw, 240px)',
          cell: (repository) => (
            <span className="repo-state">
              <RepositoryState repository={repository} />
              {repository.chartProblems.length > 0 && (
                <Button size="sm" variant="ghost" icon="alert" onClick={() => onOpen(repository)}>
                  {t(repository.chartProblems.length === 1 ? 'repositories.left.one' : 'repositories.left', {
                    count: repository.chartProblems.length,
                  })}
                </Button>
              )}
            </span>
          ),
        },
        {
          id: 'extensions',
          header: t('repositories.column.extensions'),
          width: 96,
          align: 'end',
          hideWhenNarrow: true,
          cell: ({ extensions }) => extensions,
        },
        {
          id: 'versions',
          header: t('repositories.column.versions'),
          width: 96,
          align: 'end',
          hideWhenNarrow: true,
          cell: ({ versions }) => versions,
        },
        {
          id: 'lastSync',
          header: t('repositories.column.lastSync'),
          width: 140,
          hideWhenNarrow: true,
          cell: ({ lastSync }) => (lastSync === undefined ? '–' : <Time value={lastSync} />),
        },
        {
          id: 'actions',
          header: <span className="lb-hidden">{t('common.actions')}</span>,
          width: 56,
          align: 'end',
          cell: (repository) => {
            const own = repository.kind !== 'builtin';
            return (
              <Menu
                align="end"
                trigger={
                  <IconButton size="sm" icon="more" label={t('repositories.actions', { name: repository.name })} />
                }
                items={[
                  { label: t('repositories.details'), icon: 'eye', onSelect: () => onOpen(repository) },
                  ...(canChange
                    ? [
                        {
                          label: t('repositories.sync'),
                          icon: 'refresh' as const,
                          disabled: repository.state === 'syncing',
                          onSelect: () => sync.mutate(repository.name),
                        },
                      ]
                    : []),
                  ...(canChange && own
                    ? [
                        {
                          label: t('repositories.edit'),
                          icon: 'pencil' as const,
                          onSelect: () => onAct({ kind: 'edit', repository }),
                        },
                      ]
                    : []),
                  ...(canDelete && own
                    ? [
                        { kind: 'separator' as const },
                        {
                          label: t('repositories.delete'),
                          icon: 'trash' as const,
                          danger: true,
                          onSelect: () => onAct({ kind: 'delete', repository }),
                        },
                      ]
                    : []),
                ]}
              />
            );
          },
        },
      ]}
    />
  );
}

function Marks({ repository: { kind, insecure, signature } }: { repository: Repository }) {
  const t = useT();
  return (
    <>
      <Badge>{kind === 'builtin' ? t('repositories.builtin') : kind === 'oci' ? 'OCI' : 'HTTP'}</Badge>
      {insecure && <Badge tone="warning">{t('repositories.insecure.mark')}</Badge>}
      {signature.required && <Badge tone="accent">{t('repositories.signed')}</Badge>}
    </>
  );
}
