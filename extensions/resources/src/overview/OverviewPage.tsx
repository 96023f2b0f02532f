import { useCan, useShell, useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';
import { ClusterAttention } from '../attention/ClusterAttention.tsx';
import '../attention/attention.css';
import { COMMON_KINDS } from '../common-kinds.ts';
import type { Place } from '../place.ts';
import { usePlaces } from '../use-places.ts';
import { KindCount } from './KindCount.tsx';
import { LatestWarnings } from './LatestWarnings.tsx';
import './overview.css';

/** Few, because the gateway follows each of them as long as the page is open. */
const COUNTED = ['deployments', 'statefulsets', 'daemonsets', 'jobs', 'services', 'persistentvolumeclaims', 'nodes'];

/** Where one arrives in a cluster or project: what is not well, how much there is, and what was warned of lately. */
export default function OverviewPage() {
  const t = useT();
  const { cluster = 'host', project } = useShell();
  const place: Place = { cluster, project };
  const title = usePlaces().data?.clusters.find(({ name }) => name === cluster)?.title ?? cluster;
  const mayWarn = useCan({ verb: 'list', group: '', resource: 'events' });
  const kinds = COMMON_KINDS.filter(
    ({ resource, namespaced }) => COUNTED.includes(resource) && (namespaced || !project),
  );
  return (
    <>
      <PageHeader title={t('overview.title', { name: project ?? title })} />
      <div className="res-overview">
        <ul className="res-counts" aria-label={t('overview.counts')}>
          {kinds.map((kind) => (
            <KindCount key={kind.resource} kind={kind} place={place} />
          ))}
        </ul>
        <section aria-labelledby="res-overview-pods">
          <h2 id="res-overview-pods">{t('attention.title')}</h2>
          <ClusterAttention
            cluster={{ name: cluster, title: t('kind.pods') }}
            project={project}
            after={
              mayWarn !== false && (
                <section aria-labelledby="res-overview-warnings">
                  <h2 id="res-overview-warnings">{t('overview.warnings')}</h2>
                  <LatestWarnings place={place} />
                </section>
              )
            }
          />
        </section>
      </div>
    </>
  );
}
