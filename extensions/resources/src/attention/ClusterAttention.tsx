import { Link, useLocale, useT } from '@luban/sdk';
import { Skeleton, Status, Time } from '@luban/ui';
import type { ReactNode } from 'react';
import { StatusText } from '../list/ResourceCell.tsx';
import { listUrl, objectUrl } from '../place.ts';
import type { SeenCluster } from '../use-places.ts';
import { useVisibleNamespaces } from '../use-visible-namespaces.ts';
import { type FailingPod, failingPods } from './failing-pods.ts';
import { type PodStates, SHOWN, usePodStates } from './use-pod-states.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' } as const;

interface Props {
  readonly cluster: SeenCluster;
  readonly project?: string | undefined;
  /** What stands below; it comes when the height of this is known, so that it does not move. */
  readonly after?: ReactNode;
}

/** How the pods of one cluster or project are, and which of them are not well. */
export function ClusterAttention({ cluster, project, after }: Props) {
  const t = useT();
  const namespaces = useVisibleNamespaces({ cluster: cluster.name, ...PODS, namespace: project });
  const states = usePodStates(namespaces === null ? null : { cluster: cluster.name, ...PODS, namespace: namespaces });
  const { all, waiting, failing, troubles } = states;
  const list = listUrl({ cluster: cluster.name, project, kind: PODS });
  if (cluster.trouble !== undefined) {
    return (
      <section className="res-attention" aria-label={cluster.title}>
        <header>
          <h4>{cluster.title}</h4>
          <Status tone="danger">{cluster.trouble}</Status>
        </header>
        {after}
      </section>
    );
  }
  if (waiting) return <Skeleton count={5} sentence={t('list.slow', { cluster: cluster.title })} />;
  return (
    <>
      <section className="res-attention" aria-label={cluster.title}>
        <header>
          <h4>
            <Link to={list} className="res-name">
              {cluster.title}
            </Link>
          </h4>
          {all.status === 'refused' && <span className="res-aside">{t('attention.refused')}</span>}
          {all.status === 'problem' && (
            <Status tone="danger" title={all.problem?.message}>
              {t('attention.problem')}
            </Status>
          )}
          {all.status !== 'refused' && all.status !== 'problem' && <Counts states={states} list={list} />}
        </header>
        {failing > 0 && (
          <ul className="res-attention-pods" data-project={project}>
            {failingPods(troubles, SHOWN).map((pod) => (
              <FailingLine key={pod.row.key} pod={pod} cluster={cluster.name} project={project} />
            ))}
          </ul>
        )}
        {failing === 0 && all.status === 'ready' && <p className="res-aside">{t('attention.none')}</p>}
      </section>
      {after}
    </>
  );
}

function Counts({ states, list }: { states: PodStates; list: string }) {
  const t = useT();
  const locale = useLocale();
  const { all, running, pending, failing, completed } = states;
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  return (
    <ul className="res-attention-counts">
      <li>
        <Link to={`${list}?q=status:running`}>
          <Status tone="ok">{t('attention.running', { count: number(running) })}</Status>
        </Link>
      </li>
      {pending > 0 && (
        <li>
          <Link to={`${list}?q=status:pending`}>
            <Status tone="info">{t('attention.pending', { count: number(pending) })}</Status>
          </Link>
        </li>
      )}
      {failing > 0 && (
        <li>
          <Link to={`${list}?sort=-Restarts`}>
            <Status tone="danger">{t('attention.failing', { count: number(failing) })}</Status>
          </Link>
        </li>
      )}
      {completed > 0 && (
        <li>
          <Link to={`${list}?q=status:completed`}>
            <Status tone="neutral">{t('attention.completed', { count: number(completed) })}</Status>
          </Link>
        </li>
      )}
      <li className="res-aside">{t('attention.pods', { count: number(all.total) })}</li>
    </ul>
  );
}

function FailingLine({ pod, cluster, project }: { pod: FailingPod; cluster: string; project: string | undefined }) {
  const t = useT();
  const { row, status } = pod;
  return (
    <li>
      <Link to={objectUrl({ cluster, ...PODS, namespace: row.namespace, name: row.name }, project)}>
        <span className="res-attention-status">
          {status === 'Running' ? (
            <Status tone="warning">{t('attention.notReady')}</Status>
          ) : (
            <StatusText text={status} />
          )}
        </span>
        <span className="res-name">{row.name}</span>
        {project === undefined && <span className="res-aside res-text">{row.namespace}</span>}
        <span className="res-aside">
          <Time value={row.created} short />
        </span>
      </Link>
    </li>
  );
}
