import { formatQuantity, quantityOf } from '@luban/kube';
import type { Container, Pod } from '@luban/kube/kinds';

/** What the node adds to what the pod's object says of itself. */
export interface PodFacts {
  podIp: string;
  hostIp: string;
  /** Allocatable of the node, for limits that are not set. */
  allocatable: Readonly<Record<string, string | number>>;
}

/** The value of a field path of the downward API, such as `metadata.labels['app']`. Source: core/v1 ObjectFieldSelector. */
export function fieldValue(pod: Pod, facts: PodFacts, path: string): string | undefined {
  const keyed = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path);
  if (keyed !== null) {
    const map = keyed[1] === 'labels' ? pod.metadata.labels : pod.metadata.annotations;
    const key = keyed[2] ?? '';
    return map !== undefined && Object.hasOwn(map, key) ? map[key] : '';
  }
  switch (path) {
    case 'metadata.name':
      return pod.metadata.name;
    case 'metadata.namespace':
      return pod.metadata.namespace;
    case 'metadata.uid':
      return pod.metadata.uid;
    case 'metadata.labels':
      return lines(pod.metadata.labels);
    case 'metadata.annotations':
      return lines(pod.metadata.annotations);
    case 'spec.nodeName':
      return pod.spec.nodeName;
    case 'spec.serviceAccountName':
      return pod.spec.serviceAccountName ?? 'default';
    case 'status.hostIP':
    case 'status.hostIPs':
      return facts.hostIp;
    case 'status.podIP':
    case 'status.podIPs':
      return facts.podIp;
    default:
      return undefined;
  }
}

/** `limits.cpu`, `requests.memory`, … in units of the divisor, rounded up. */
export function resourceValue(
  container: Container,
  facts: PodFacts,
  resource: string,
  divisor: string | number = '1',
): string {
  const [kind, ...rest] = resource.split('.');
  const name = rest.join('.');
  const { limits = {}, requests = {} } = container.resources ?? {};
  const own = kind === 'requests' ? (requests[name] ?? limits[name]) : limits[name];
  const amount = quantityOf(own ?? (kind === 'limits' ? facts.allocatable[name] : '0'));
  const unit = quantityOf(divisor);
  if (amount === undefined) return '0';
  if (unit === undefined || unit.nano <= 0n) return formatQuantity(amount);
  return ((amount.nano + unit.nano - 1n) / unit.nano).toString();
}

function lines(map: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(map ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n');
}
