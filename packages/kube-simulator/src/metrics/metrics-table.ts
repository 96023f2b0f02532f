import { addQuantities, formatQuantity, parseQuantity } from '@luban/kube';

interface Usage {
  cpu: string;
  memory: string;
}

/** NodeMetrics or PodMetrics of metrics.k8s.io/v1beta1, or a list of them. */
export interface MetricsAnswer {
  kind: string;
  metadata: object;
  window?: string;
  usage?: Usage;
  containers?: { usage: Usage }[];
  items?: MetricsAnswer[];
}

const COLUMNS = [
  { name: 'Name', type: 'string', format: 'name', description: 'Name of the resource', priority: 0 },
  { name: 'cpu', type: 'string', format: 'quantity', description: '', priority: 0 },
  { name: 'memory', type: 'string', format: 'quantity', description: '', priority: 0 },
  { name: 'Window', type: 'string', format: 'duration', description: '', priority: 0 },
];

/** What metrics-server answers to `kubectl get`. Source: sigs.k8s.io/metrics-server, pkg/api/table.go. */
export function metricsTable({ items, ...single }: MetricsAnswer): object {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: {},
    columnDefinitions: COLUMNS,
    rows: (items ?? [single]).map(({ metadata, window = '', usage, containers = [] }) => {
      const usages = usage === undefined ? containers.map((container) => container.usage) : [usage];
      const { name } = metadata as { name?: string };
      return {
        cells: [name ?? '', total(usages.map(({ cpu }) => cpu)), total(usages.map(({ memory }) => memory)), window],
        object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata },
      };
    }),
  };
}

function total(amounts: readonly string[]): string {
  return formatQuantity(amounts.map((amount) => parseQuantity(amount)).reduce(addQuantities, parseQuantity('0')));
}
