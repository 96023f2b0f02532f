import { type LiveRow, type ResourceList, useResourceList } from '@luban/sdk';

export interface Cluster {
  readonly uid: string;
  readonly name: string;
  readonly title: string;
  readonly host: boolean;
  /** `True`, `False`, `Unknown`, or empty before anybody has looked. */
  readonly ready: string;
  readonly reason: string;
  readonly message: string;
  readonly version: string;
  readonly nodes: string;
  readonly server: string;
  /** `Valid`, `ExpiresSoon`, `Expired`; empty without a certificate. */
  readonly expiry: string;
  readonly expiryMessage: string;
  /** Why a kubeconfig that somebody wrote into the object is not used. */
  readonly refused: string;
  readonly deleting: boolean;
  readonly created: string;
}

const condition = (type: string, field: string) => `.status.conditions[?(@.type=="${type}")].${field}`;

const COLUMNS = {
  alias: '.metadata.annotations.kubesphere\\.io/alias-name',
  ready: condition('Ready', 'status'),
  reason: condition('Ready', 'reason'),
  message: condition('Ready', 'message'),
  version: '.status.kubernetesVersion',
  nodes: '.status.nodeCount',
  server: '.spec.connection.kubernetesAPIEndpoint',
  expiry: condition('KubeConfigCertExpiresInSevenDays', 'reason'),
  expiryMessage: condition('KubeConfigCertExpiresInSevenDays', 'message'),
  accepted: condition('KubeconfigAccepted', 'status'),
  acceptedMessage: condition('KubeconfigAccepted', 'message'),
} as const;

const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
const MOST = 500;

const QUERY = {
  cluster: 'host',
  group: 'cluster.kubesphere.io',
  version: 'v1alpha1',
  resource: 'clusters',
  columns: NAMES.map((name) => ({ name, jsonPath: COLUMNS[name] })),
};

/** All clusters as they change, the host first. */
export function useClusters(): { list: ResourceList; clusters: Cluster[] } {
  const list = useResourceList(QUERY, { limit: MOST });
  const clusters = Array.from({ length: Math.min(MOST, list.total) }, (_, index) => list.row(index))
    .filter((row) => row !== undefined)
    .map(clusterOf)
    .sort((a, b) => Number(b.host) - Number(a.host) || a.title.localeCompare(b.title));
  return { list, clusters };
}

function clusterOf(row: LiveRow): Cluster {
  const text = (name: keyof typeof COLUMNS) => {
    const cell = row.cells[NAMES.indexOf(name)];
    return cell === undefined || cell === null || typeof cell === 'object' ? '' : String(cell);
  };
  return {
    uid: row.key,
    name: row.name,
    title: text('alias') || row.name,
    host: Object.hasOwn(row.labels, 'cluster-role.kubesphere.io/host'),
    ready: text('ready'),
    reason: text('reason'),
    message: text('message'),
    version: text('version'),
    nodes: text('nodes'),
    server: text('server'),
    expiry: text('expiry'),
    expiryMessage: text('expiryMessage'),
    refused: text('accepted') === 'False' ? text('acceptedMessage') : '',
    deleting: row.deleting ?? false,
    created: row.created,
  };
}
