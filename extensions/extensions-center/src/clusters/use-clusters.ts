import { useResourceList } from '@luban/sdk';

export interface Cluster {
  readonly name: string;
  readonly title: string;
  readonly host: boolean;
  /** Whether it answers; undefined: nobody has looked yet. */
  readonly reachable: boolean | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

const MOST = 500;
const QUERY = {
  cluster: 'host',
  group: 'cluster.kubesphere.io',
  version: 'v1alpha1',
  resource: 'clusters',
  columns: [
    { name: 'alias', jsonPath: '.metadata.annotations.kubesphere\\.io/alias-name' },
    { name: 'ready', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
  ],
};

/** All clusters as they change, the host first. `status` says whether they may be seen at all. */
export function useClusters() {
  const list = useResourceList(QUERY, { limit: MOST });
  const clusters: Cluster[] = [];
  for (let index = 0; index < Math.min(MOST, list.total); index += 1) {
    const row = list.row(index);
    if (row === undefined) continue;
    const [alias, ready] = row.cells;
    clusters.push({
      name: row.name,
      title: typeof alias === 'string' && alias !== '' ? alias : row.name,
      host: Object.hasOwn(row.labels, 'cluster-role.kubesphere.io/host'),
      reachable: ready === 'True' ? true : ready === 'False' || ready === 'Unknown' ? false : undefined,
      labels: row.labels,
    });
  }
  clusters.sort((a, b) => Number(b.host) - Number(a.host) || a.title.localeCompare(b.title));
  return { clusters, status: list.status };
}
