import { useResourceList, useT } from '@luban/sdk';
import { Callout, Skeleton } from '@luban/ui';
import './attention.css';
import { ClusterAttention, type SeenCluster } from './ClusterAttention.tsx';

/** Each costs a handful of subscriptions. */
const CLUSTERS = 6;

const QUERY = {
  cluster: 'host',
  group: 'cluster.kubesphere.io',
  version: 'v1alpha1',
  resource: 'clusters',
  columns: [{ name: 'Alias', jsonPath: '.metadata.annotations.kubesphere\\.io/alias-name' }],
};

/** The card of the home page: what is not well in the clusters that the person may see. */
export default function Attention() {
  const t = useT();
  const list = useResourceList(QUERY, { limit: CLUSTERS });
  if (list.status === 'problem') {
    return (
      <Callout tone="danger" title={t('attention.clusters')}>
        {list.problem?.message}
      </Callout>
    );
  }
  if (list.status === 'loading' && list.total === 0) return <Skeleton count={4} />;
  const seen = Array.from({ length: Math.min(CLUSTERS, list.total) }, (_, index) => list.row(index)).flatMap(
    (row): SeenCluster[] => (row === undefined ? [] : [{ name: row.name, title: String(row.cells[0] || row.name) }]),
  );
  // Who may not list clusters still works in the one at hand.
  const clusters = seen.length === 0 ? [{ name: 'host', title: 'host' }] : seen.toSorted(hostFirst);
  return (
    <div className="res-attention-clusters">
      {clusters.map((cluster) => (
        <ClusterAttention key={cluster.name} cluster={cluster} />
      ))}
      {list.total > CLUSTERS && (
        <p className="res-aside">{t('attention.moreClusters', { count: list.total - CLUSTERS })}</p>
      )}
    </div>
  );
}

function hostFirst(a: SeenCluster, b: SeenCluster): number {
  return Number(b.name === 'host') - Number(a.name === 'host') || a.title.localeCompare(b.title);
}
