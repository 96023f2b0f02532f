/** What is accepted in pods but hardly meant. Source: k8s.io/kubernetes/pkg/api/pod/warnings.go. */
import { type Fields, get, type Item, itemsOf, number, optionalFields, text, textEntries } from '../access.ts';
import { quantities, shownQuantity } from '../resource-list.ts';
import { CONTAINER_LISTS } from './pod-spec/pod-spec-defaults.ts';

/** @param path of the pod or template; empty for a pod itself */
export function podWarnings(pod: unknown, path: string): string[] {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const spec = optionalFields(pod, 'spec');
  const containers = CONTAINER_LISTS.flatMap((name) => itemsOf(spec, name, at('spec')));
  const grace = number(spec, 'terminationGracePeriodSeconds');
  return [
    ...annotationWarnings(pod, at('metadata.annotations')),
    ...itemsOf(spec, 'topologySpreadConstraints', at('spec')).flatMap(({ value, path: item }) =>
      value.labelSelector === undefined
        ? [`${item}.labelSelector: a null labelSelector results in matching no pod`]
        : [],
    ),
    ...itemsOf(spec, 'volumes', at('spec')).flatMap(volumeWarnings),
    ...duplicateWarnings(itemsOf(spec, 'hostAliases', at('spec')), 'ip'),
    ...duplicateWarnings(itemsOf(spec, 'imagePullSecrets', at('spec')), 'name'),
    ...itemsOf(spec, 'imagePullSecrets', at('spec')).flatMap(({ value, path: item }) =>
      text(value, 'name') === '' ? [`${item}.name: invalid empty name ""`] : [],
    ),
    ...containers.flatMap((container) => [...resourceWarnings(container), ...environmentWarnings(container)]),
    ...portWarnings(containers),
    ...(grace !== undefined && grace < 0
      ? [
          `${at('spec.terminationGracePeriodSeconds')}: must be >= 0; negative values are invalid and will be treated as 1`,
        ]
      : []),
  ];
}

const DEPRECATED_ANNOTATIONS = new Map([
  ['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
]);

function annotationWarnings(pod: unknown, path: string): string[] {
  return textEntries(pod, 'metadata', 'annotations').flatMap(([name]) => {
    const message = DEPRECATED_ANNOTATIONS.get(name);
    return message === undefined ? [] : [`${path}[${name}]: ${message}`];
  });
}

const DEPRECATED_VOLUMES = new Map([
  ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'deprecated in v1.22, non-functional in v1.25+'],
  ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
]);

function volumeWarnings({ value: volume, path }: Item): string[] {
  return Object.keys(volume).flatMap((name) => {
    const message = DEPRECATED_VOLUMES.get(name);
    return message === undefined ? [] : [`${path}.${name}: ${message}`];
  });
}

function duplicateWarnings(items: readonly Item[], name: string): string[] {
  const seen = new Set<string>();
  return items.flatMap(({ value, path }) => {
    const key = text(value, name);
    if (seen.has(key)) return [`${path}.${name}: duplicate ${name} ${JSON.stringify(key)}`];
    seen.add(key);
    return [];
  });
}

function resourceWarnings({ value: container, path }: Item): string[] {
  return ['limits', 'requests'].flatMap((part) =>
    [...quantities(container, 'resources', part)].flatMap(([name, quantity]) => {
      if ((name !== 'memory' && name !== 'ephemeral-storage') || quantity.nano % 1_000_000_000n === 0n) return [];
      const value = JSON.stringify(shownQuantity(quantity));
      return [`${path}.resources.${part}[${name}]: fractional byte value ${value} is invalid, must be an integer`];
    }),
  );
}

function environmentWarnings({ value: container, path }: Item): string[] {
  const seen = new Set<string>();
  return itemsOf(container, 'env', path).flatMap(({ value: variable, path: at }) => {
    const name = text(variable, 'name');
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const reference = `$(${name})`;
    const value = text(variable, 'value');
    // Extending an earlier value is a known way; hiding it is not.
    if (get(variable, 'valueFrom') === undefined && value !== reference && value.includes(reference)) return [];
    return [`${at}: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`];
  });
}

function portWarnings(containers: readonly Item[]): string[] {
  const warnings: string[] = [];
  const known: { key: string; port: Fields; path: string }[] = [];
  const names = new Map<string, string>();
  const renamed: string[] = [];
  for (const { value: container, path } of containers) {
    for (const { value: port, path: at } of itemsOf(container, 'ports', path)) {
      const key = `${number(port, 'containerPort')}/${text(port, 'protocol')}`;
      const same = known.filter((other) => other.key === key);
      warnings.push(...same.flatMap((other) => clash(port, at, other.port, other.path)));
      known.push({ key, port, path: at });
      const name = text(port, 'name');
      const first = names.get(name);
      if (name !== '' && first !== undefined) {
        renamed.push(
          `${at}: duplicate port name ${JSON.stringify(name)} with ${first}, services and probes that select ports by name will use ${first}`,
        );
      } else names.set(name, at);
    }
  }
  return [...warnings, ...renamed];
}

function clash(port: Fields, path: string, other: Fields, otherPath: string): string[] {
  const [host, otherHost] = [number(port, 'hostPort') ?? 0, number(other, 'hostPort') ?? 0];
  const [address, otherAddress] = [text(port, 'hostIP'), text(other, 'hostIP')];
  if (address === otherAddress && host === otherHost) return [`${path}: duplicate port definition with ${otherPath}`];
  if (host === 0 || otherHost === 0) return [`${path}: overlapping port definition with ${otherPath}`];
  if (host === otherHost && (address === '') !== (otherAddress === '')) {
    return [`${path}: dangerously ambiguous port definition with ${otherPath}`];
  }
  return [];
}
