import { Link, type ResourceListQuery, useLocale, useResourceList, useT } from '@luban/sdk';
import { Status, Time } from '@luban/ui';
import { StatusText } from '../list/ResourceCell.tsx';
import { listUrl, objectUrl } from '../place.ts';
import { failingPods, TROUBLES } from './failing-pods.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' } as const;
const SHOWN = 6;

export interface SeenCluster {
  readonly name: string;
  readonly title: string;
}

/** How the pods of one cluster are, and which of them are not well. */
export function ClusterAttention({ cluster, project }: { cluster: SeenCluster; project?: string | undefined }) {
  const t = useT();
  const locale = useLocale();
  const base: ResourceListQuery = {
    cluster: cluster.name,
    ...PODS,
    ...(project !== undefined && { namespace: project }),
  };
  const all = useResourceList(base, { limit: 1 });
  const running = useResourceList({ ...base, search: 'status:running' }, { limit: 1 });
  const pending = useResourceList({ ...base, search: 'status:pending' }, { limit: 1 });
  const troubles = useTroubles(base);
  const failing = troubles.reduce((sum, list) => sum + list.total, 0);
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  const pods = (search = '') =>
    `${listUrl({ cluster: cluster.name, project, kind: PODS })}${search && `?${new URLSearchParams({ q: search })}`}`;

  return (
    <section className="res-attention" aria-label={cluster.title}>
      <header>
        <h4>
          <Link to={pods()} className="res-name">
            {cluster.title}
          </Link>
        </h4>
        {all.status === 'refused' && <span className="res-aside">{t('attention.refused')}</span>}
        {all.status === 'problem' && (
          <Status tone="danger" title={all.problem?.message}>
            {t('attention.problem')}
          </Status>
        )}
        {all.status !== 'refused' && all.status !== 'problem' && (
          <ul className="res-attention-counts" data-waiting={all.status === 'loading' || undefined}>
            <li>
              <Link to={pods('status:running')}>
                <Status tone="ok">{t('attention.running', { count: number(running.total) })}</Status>
              </Link>
            </li>
            {pending.total > 0 && (
              <li>
                <Link to={pods('status:pending')}>
                  <Status tone="info">{t('attention.pending', { count: number(pending.total) })}</Status>
                </Link>
              </li>
            )}
            {failing > 0 && (
              <li>
                <Link to={`${pods()}?sort=-Restarts`}>
                  <Status tone="danger">{t('attention.failing', { count: number(failing) })}</Status>
                </Link>
              </li>
            )}
            <li className="res-aside">{t('attention.pods', { count: number(all.total) })}</li>
          </ul>
        )}
      </header>
      {failing > 0 && (
        <ul className="res-attention-pods">
          {failingPods(troubles, SHOWN).map(({ row, status }) => (
            <li key={row.key}>
              <Link
                to={objectUrl({ cluster: cluster.name, ...PODS, namespace: row.namespace, name: row.name }, project)}
              >
                <span className="res-attention-status">
                  {status === 'Running' ? (
                    <Status tone="warning">{t('attention.notReady')}</Status>
                  ) : (
                    <StatusText text={status} />
                  )}
                </span>
                <span className="res-name">{row.name}</span>
                <span className="res-aside res-text">{row.namespace}</span>
                <span className="res-aside">
                  <Time value={row.created} short />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {failing === 0 && all.status === 'ready' && <p className="res-aside">{t('attention.none')}</p>}
    </section>
  );
}

/** One list for each way of not being well. */
function useTroubles(base: ResourceListQuery) {
  const query = (search: string) => ({ ...base, search, sort: BY_RESTARTS });
  return [
    useResourceList(query(TROUBLES.backOff), FIRST),
    useResourceList(query(TROUBLES.error), FIRST),
    useResourceList(query(TROUBLES.outOfMemory), FIRST),
    useResourceList(query(TROUBLES.invalid), FIRST),
    useResourceList(query(TROUBLES.evicted), FIRST),
    useResourceList(query(TROUBLES.notReady), FIRST),
  ];
}

const FIRST = { limit: SHOWN };
const BY_RESTARTS = { column: 'Restarts', descending: true };
