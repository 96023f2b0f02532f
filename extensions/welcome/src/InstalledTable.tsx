import { Slot, useColumns, useT } from '@luban/sdk';
import { Badge, Callout, EmptyState, Skeleton, Switch, Table } from '@luban/ui';
import { ExtensionState } from './ExtensionState.tsx';
import {
  builtWith,
  byName,
  type InstalledExtension,
  useInstalledExtensions,
  useSwitchExtension,
} from './installed-extensions.ts';

export const RESOURCE_TYPE = 'extensions.luban.dev/v1alpha1/UIBundle';

/** What is installed, with a switch each, and the columns that other extensions contribute. */
export function InstalledTable({ selected, onSelect }: { selected?: string; onSelect: (name: string) => void }) {
  const t = useT();
  const contributed = useColumns<{ resource: InstalledExtension }>(RESOURCE_TYPE);
  const query = useInstalledExtensions();
  const change = useSwitchExtension();

  if (query.isError) {
    return (
      <Callout tone="danger" title={t('installed.failed')}>
        {query.error.message}
      </Callout>
    );
  }
  if (!query.data) return <Skeleton shape="table" />;

  return (
    <>
      {change.isError && (
        <Callout tone="danger" title={t('installed.switchFailed')}>
          {change.error.message}
        </Callout>
      )}
      <Table<InstalledExtension>
        label={t('installed.title')}
        rows={query.data}
        rowKey={(row) => row.name}
        selectedKey={selected}
        defaultSort={{ column: 'name', direction: 'ascending' }}
        onRowClick={(row) => onSelect(row.name)}
        empty={<EmptyState kind="nothing" title={t('installed.none')} description={t('installed.none.help')} />}
        columns={[
          {
            id: 'name',
            header: t('column.name'),
            width: 200,
            cell: (row) => <NameCell row={row} />,
            sort: byName,
          },
          {
            id: 'description',
            header: t('detail.description'),
            cell: (row) => <span className="welcome-description">{row.description}</span>,
            hideWhenNarrow: true,
          },
          {
            id: 'version',
            header: t('column.version'),
            cell: (row) => row.version,
            width: 90,
            hideWhenNarrow: true,
          },
          {
            id: 'state',
            header: t('column.state'),
            cell: (row) => <ExtensionState extension={row} />,
            width: 120,
            sort: (a, b) => stateOf(a).localeCompare(stateOf(b)),
          },
          {
            id: 'enabled',
            header: t('column.enabled'),
            width: 80,
            cell: (row) => (
              <Switch
                label={t('enabled.label', { name: row.displayName })}
                hideLabel
                checked={row.state === 'Available'}
                pending={change.isPending && change.variables.name === row.name}
                onCheckedChange={(on) => change.mutate({ name: row.name, on })}
              />
            ),
          },
          {
            id: 'built',
            header: t('column.built'),
            cell: (row) => builtWith(row) ?? t('built.none'),
            width: 190,
            hideWhenNarrow: true,
          },
          ...contributed.map((column) => ({
            id: column.key,
            header: column.title,
            width: column.width,
            hideWhenNarrow: true,
            cell: (row: InstalledExtension) => column.render({ resource: row }),
          })),
        ]}
      />
      <Slot name="welcome.below-installed" />
    </>
  );
}

/** Problems first, then what is switched off. */
const stateOf = ({ problems, state }: InstalledExtension) =>
  problems.length > 0 ? ' ' : state === 'Disabled' ? '1' : '2';

function NameCell({ row }: { row: InstalledExtension }) {
  const t = useT();
  return (
    <span className="welcome-name">
      <strong>{row.displayName}</strong>
      {row.origin === 'builtin' && <Badge>{t('origin.builtin')}</Badge>}
    </span>
  );
}
