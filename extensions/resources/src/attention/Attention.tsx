import { useT } from '@luban/sdk';
import { Callout, Skeleton } from '@luban/ui';
import './attention.css';
import { type SeenCluster, usePlaces } from '../use-places.ts';
import { ClusterAttention } from './ClusterAttention.tsx';

/** Each costs a handful of subscriptions. */
const CLUSTERS = 6;

/** The card of the home page: what is not well in the clusters that the person may see. */
export default function Attention() {
  const t = useT();
  const places = usePlaces();
  if (places.error) {
    return (
      <Callout tone="danger" title={t('attention.clusters')}>
        {places.error.message}
      </Callout>
    );
  }
  if (places.data === undefined) return <Skeleton count={5} />;
  const clusters = places.data.clusters.toSorted(hostFirst);
  if (clusters.length === 0) return <p className="res-aside">{t('attention.nowhere')}</p>;
  return (
    <div className="res-attention-clusters">
      {clusters.slice(0, CLUSTERS).map((cluster) => (
        <ClusterAttention key={cluster.name} cluster={cluster} />
      ))}
      {clusters.length > CLUSTERS && (
        <p className="res-aside">{t('attention.moreClusters', { count: clusters.length - CLUSTERS })}</p>
      )}
    </div>
  );
}

function hostFirst(a: SeenCluster, b: SeenCluster): number {
  return Number(b.name === 'host') - Number(a.name === 'host') || a.title.localeCompare(b.title);
}
