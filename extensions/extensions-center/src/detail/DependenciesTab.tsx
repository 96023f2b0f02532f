import { Link, useLocale, useT } from '@luban/sdk';
import { Badge, EmptyState, Table } from '@luban/ui';
import type { Dependency, VersionDetail } from '../center-api.ts';
import { DependencyState } from '../shared/DependencyState.tsx';
import { textIn } from '../texts.ts';
import { extensionUrl } from '../urls.ts';

/** What has to be there for the extension to work, and what needs it in turn. */
export function DependenciesTab({ version: { dependencies, dependants } }: { version: VersionDetail }) {
  const t = useT();
  if (dependencies.length + dependants.length === 0) {
    return (
      <EmptyState
        kind="nothing"
        title={t('detail.dependencies.none')}
        description={t('detail.dependencies.none.help')}
      />
    );
  }
  return (
    <div className="detail-dependencies">
      <section>
        <h2>{t('detail.dependencies.needs')}</h2>
        {dependencies.length === 0 ? (
          <p className="center-muted">{t('detail.dependencies.needs.none')}</p>
        ) : (
          <List label={t('detail.dependencies.needs')} rows={dependencies} />
        )}
      </section>
      <section>
        <h2>{t('detail.dependencies.neededBy')}</h2>
        {dependants.length === 0 ? (
          <p className="center-muted">{t('detail.dependencies.neededBy.none')}</p>
        ) : (
          <List label={t('detail.dependencies.neededBy')} rows={dependants} />
        )}
      </section>
    </div>
  );
}

function List({ label, rows }: { label: string; rows: readonly Dependency[] }) {
  const t = useT();
  const locale = useLocale();
  return (
    <Table<Dependency>
      label={label}
      rows={rows}
      rowKey={({ name }) => name}
      columns={[
        {
          id: 'name',
          header: t('detail.column.name'),
          cell: ({ name, displayName, required }) => (
            <span className="detail-version-name">
              <Link className="lb-link" to={extensionUrl(name)}>
                {textIn(displayName, locale) || name}
              </Link>
              {!required && <Badge>{t('detail.optional')}</Badge>}
            </span>
          ),
        },
        {
          id: 'range',
          header: t('detail.column.range'),
          mono: true,
          width: 160,
          cell: ({ version }) => version || '*',
        },
        {
          id: 'state',
          header: t('detail.column.state'),
          cell: (dependency) => <DependencyState dependency={dependency} />,
        },
        {
          id: 'available',
          header: t('detail.column.available'),
          hideWhenNarrow: true,
          width: 160,
          cell: ({ available, name }) =>
            available === undefined ? (
              '–'
            ) : (
              <Link className="lb-link" to={extensionUrl(name, { version: available })}>
                {available}
              </Link>
            ),
        },
      ]}
    />
  );
}
