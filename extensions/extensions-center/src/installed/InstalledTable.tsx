import { Link, useColumns, useLocale, useT } from '@luban/sdk';
import { Badge, Table, type TableColumn, type TableSort } from '@luban/ui';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { InstallationSummary } from '../center-api.ts';
import { INTERFACE_TYPE, type InterfaceRow, useInterfaces } from '../conflicts/kernel-extensions.ts';
import { RunProgress } from '../progress/RunProgress.tsx';
import { ExtensionIcon } from '../shared/ExtensionIcon.tsx';
import { textIn } from '../texts.ts';
import { installationUrl, installUrl } from '../urls.ts';
import { EnableSwitch } from './EnableSwitch.tsx';
import { HealthText } from './HealthText.tsx';
import { InstallationState } from './InstallationState.tsx';
import { needsAttention } from './installed-view.ts';
import { ProblemsButton } from './ProblemsButton.tsx';

interface Props {
  readonly rows: readonly InstallationSummary[];
  readonly sort: TableSort;
  readonly onSort: (sort: TableSort) => void;
  readonly empty: ReactNode;
}

const NAME: TableSort = { column: 'name', direction: 'ascending' };

/** What is installed, row by row, with the columns that other extensions contribute. */
export function InstalledTable({ rows, sort, onSort, empty }: Props) {
  const t = useT();
  const locale = useLocale();
  const navigate = useNavigate();
  const contributed = useColumns<{ resource: InterfaceRow }>(INTERFACE_TYPE);
  const interfaces = useInterfaces().data?.extensions ?? [];
  const titleOf = (row: InstallationSummary) => textIn(row.displayName, locale) || row.name;
  const byTitle = (a: InstallationSummary, b: InstallationSummary) => titleOf(a).localeCompare(titleOf(b), locale);
  const columns: TableColumn<InstallationSummary>[] = [
    {
      id: 'name',
      header: t('installed.column.name'),
      cell: (row) => <NameCell row={row} title={titleOf(row)} />,
      sort: byTitle,
    },
    {
      id: 'state',
      header: t('installed.column.state'),
      width: 'clamp(116px, 24vw, 196px)',
      cell: (row) => (
        <span className="installed-state">
          <InstallationState installation={row} />
          {row.progress !== undefined && <RunProgress {...row.progress} label={titleOf(row)} />}
          {row.problems.length > 0 && (
            <span className="installed-narrow">
              <ProblemsButton problems={row.problems} title={titleOf(row)} />
            </span>
          )}
        </span>
      ),
      sort: (a, b) => weight(a) - weight(b) || byTitle(a, b),
    },
    {
      id: 'problems',
      header: t('installed.column.problems'),
      width: 96,
      hideWhenNarrow: true,
      cell: (row) => row.problems.length > 0 && <ProblemsButton problems={row.problems} title={titleOf(row)} />,
      sort: (a, b) => b.problems.length - a.problems.length || byTitle(a, b),
    },
    {
      id: 'version',
      header: t('installed.column.version'),
      width: 176,
      hideWhenNarrow: true,
      cell: (row) => <VersionCell row={row} />,
    },
    {
      id: 'enabled',
      header: t('installed.column.enabled'),
      width: 84,
      cell: (row) => <EnableSwitch installation={row} title={titleOf(row)} />,
    },
    {
      id: 'health',
      header: t('installed.column.health'),
      width: 132,
      hideWhenNarrow: true,
      cell: ({ health }) => <HealthText health={health} />,
      sort: (a, b) => (b.health?.failed ?? 0) - (a.health?.failed ?? 0) || byTitle(a, b),
    },
    {
      id: 'clusters',
      header: t('installed.column.clusters'),
      width: 84,
      align: 'end',
      hideWhenNarrow: true,
      cell: ({ clusters }) => (clusters === 0 ? '–' : clusters),
    },
    ...contributed.map((column) => ({
      id: column.key,
      header: column.title,
      width: column.width,
      hideWhenNarrow: true,
      cell: (row: InstallationSummary) => {
        const resource = interfaces.find(({ name }) => name === row.name);
        return resource === undefined ? '–' : column.render({ resource });
      },
    })),
  ];
  return (
    <Table<InstallationSummary>
      className="installed-table"
      label={t('installed.title')}
      rows={rows}
      rowKey={({ name }) => name}
      columns={columns}
      sort={sort}
      onSortChange={(next) => onSort(next ?? NAME)}
      onRowClick={({ name }) => navigate(installationUrl(name))}
      empty={empty}
    />
  );
}

/** Trouble first, then what is going on, then what is switched off. */
function weight(row: InstallationSummary): number {
  if (needsAttention(row)) return 0;
  if (row.progress !== undefined) return 1;
  return row.enabled ? 3 : 2;
}

function NameCell({ row, title }: { row: InstallationSummary; title: string }) {
  const t = useT();
  return (
    <span className="installed-name">
      <ExtensionIcon src={row.icon} name={title} size={24} />
      <Link className="installed-title" to={installationUrl(row.name)}>
        <bdi>{title}</bdi>
      </Link>
      {row.preinstalled && <Badge>{t('installed.preinstalled')}</Badge>}
      {!row.preinstalled && row.origin === 'bundle' && (
        <Badge title={t('installed.applied.help')}>{t('installed.applied')}</Badge>
      )}
    </span>
  );
}

function VersionCell({ row: { name, version, upgradeTo } }: { row: InstallationSummary }) {
  const t = useT();
  return (
    <span className="installed-version">
      <span>{version ?? '–'}</span>
      {upgradeTo !== undefined && (
        <Link className="lb-link" to={installUrl(name, upgradeTo)}>
          {t('installed.upgradeTo', { version: upgradeTo })}
        </Link>
      )}
    </span>
  );
}
