/** What objects take of a quota. Source: k8s.io/kubernetes/pkg/quota/v1/evaluator. */
import { addQuantities, formatQuantity, type KubeObject, parseQuantity, type Quantity, quantityOf } from '@luban/kube';
import type { ResourceType } from '../registry/resource-type.ts';

/** Amounts by the name of the resource, such as `requests.cpu` or `count/deployments.apps`. */
export type Usage = ReadonlyMap<string, Quantity>;

const ONE = parseQuantity('1');

/** Object counts that have a name of their own beside `count/…`. */
const SHORT_COUNTS = new Set([
  'pods',
  'services',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'replicationcontrollers',
  'resourcequotas',
]);

type CountedType = Pick<ResourceType, 'group' | 'resource'>;

export function usageOf({ group, resource }: CountedType, object: KubeObject): Usage {
  const usage = new Map<string, Quantity>();
  usage.set(`count/${group === '' ? resource : `${resource}.${group}`}`, ONE);
  if (group !== '') return usage;
  if (resource === 'pods') return podUsage(object, usage);
  if (SHORT_COUNTS.has(resource)) usage.set(resource, ONE);
  if (resource === 'services') addServiceUsage(object, usage);
  if (resource === 'persistentvolumeclaims') addClaimUsage(object, usage);
  return usage;
}

interface Amounts {
  requests?: Record<string, unknown>;
  limits?: Record<string, unknown>;
}

interface PodShape {
  spec?: {
    containers?: { resources?: Amounts }[];
    initContainers?: { resources?: Amounts; restartPolicy?: string }[];
    overhead?: Record<string, unknown>;
    activeDeadlineSeconds?: number;
    priorityClassName?: string;
  };
  status?: { phase?: string; qosClass?: string };
}

/** A pod that has ended counts as an object alone. */
function podUsage(object: KubeObject, usage: Map<string, Quantity>): Usage {
  const { spec = {}, status = {} } = object as PodShape;
  if (status.phase === 'Succeeded' || status.phase === 'Failed') return usage;
  usage.set('pods', ONE);
  for (const which of ['requests', 'limits'] as const) {
    for (const [name, amount] of podAmounts(spec, which)) {
      usage.set(`${which}.${name}`, amount);
      if (which === 'requests' && !name.includes('/')) usage.set(name, amount);
    }
  }
  return usage;
}

/** The larger of all containers together and the largest init container. */
function podAmounts(spec: NonNullable<PodShape['spec']>, which: keyof Amounts): Map<string, Quantity> {
  const total = new Map<string, Quantity>();
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  for (const { resources } of [...(spec.containers ?? []), ...sidecars]) {
    for (const [name, amount] of amountsOf(resources?.[which])) add(total, name, amount);
  }
  for (const { resources } of spec.initContainers ?? []) {
    for (const [name, amount] of amountsOf(resources?.[which])) {
      const before = total.get(name);
      if (before === undefined || amount.nano > before.nano) total.set(name, amount);
    }
  }
  if (which === 'requests') for (const [name, amount] of amountsOf(spec.overhead)) add(total, name, amount);
  return total;
}

function amountsOf(amounts: Record<string, unknown> | undefined): [string, Quantity][] {
  return Object.entries(amounts ?? {}).flatMap(([name, value]) => {
    const amount = quantityOf(value);
    return amount === undefined ? [] : [[name, amount]];
  });
}

function addServiceUsage({ spec }: KubeObject, usage: Map<string, Quantity>): void {
  const { type, ports = [] } = (spec ?? {}) as { type?: string; ports?: { nodePort?: number }[] };
  if (type === 'LoadBalancer') usage.set('services.loadbalancers', ONE);
  if (type !== 'NodePort' && type !== 'LoadBalancer') return;
  const count = ports.filter(({ nodePort }) => nodePort !== undefined || type === 'NodePort').length;
  usage.set('services.nodeports', parseQuantity(count));
}

function addClaimUsage({ spec }: KubeObject, usage: Map<string, Quantity>): void {
  const { resources, storageClassName } = (spec ?? {}) as { resources?: Amounts; storageClassName?: string };
  const storage = quantityOf(resources?.requests?.storage);
  if (storageClassName) {
    const prefix = `${storageClassName}.storageclass.storage.k8s.io`;
    usage.set(`${prefix}/persistentvolumeclaims`, ONE);
    if (storage !== undefined) usage.set(`${prefix}/requests.storage`, storage);
  }
  if (storage !== undefined) usage.set('requests.storage', storage);
}

export function add(total: Map<string, Quantity>, name: string, amount: Quantity): void {
  const before = total.get(name);
  total.set(name, before === undefined ? amount : addQuantities(before, amount));
}

interface Scope {
  scopeName: string;
  operator: string;
  values?: string[];
}

interface QuotaSpec {
  hard?: Record<string, string>;
  scopes?: string[];
  scopeSelector?: { matchExpressions?: Scope[] };
}

/** Whether the quota counts the object at all. */
export function isInScope(
  { scopes = [], scopeSelector }: QuotaSpec,
  { resource }: CountedType,
  object: KubeObject,
): boolean {
  const all = [
    ...scopes.map((scopeName): Scope => ({ scopeName, operator: 'Exists' })),
    ...(scopeSelector?.matchExpressions ?? []),
  ];
  return all.every((scope) => resource === 'pods' && matchesScope(scope, object as PodShape));
}

function matchesScope({ scopeName, operator, values = [] }: Scope, { spec = {}, status = {} }: PodShape): boolean {
  switch (scopeName) {
    case 'Terminating':
      return spec.activeDeadlineSeconds !== undefined;
    case 'NotTerminating':
      return spec.activeDeadlineSeconds === undefined;
    case 'BestEffort':
      return status.qosClass === 'BestEffort';
    case 'NotBestEffort':
      return status.qosClass !== 'BestEffort';
    case 'PriorityClass': {
      const name = spec.priorityClassName ?? '';
      if (operator === 'Exists') return name !== '';
      if (operator === 'DoesNotExist') return name === '';
      return values.includes(name) === (operator === 'In');
    }
    default:
      return false;
  }
}

export const quotaSpecOf = ({ spec }: KubeObject): QuotaSpec => (spec ?? {}) as QuotaSpec;

/** In the form of `status.used`. */
export function formatUsage(hard: Record<string, string>, total: Usage): Record<string, string> {
  return Object.fromEntries(
    Object.keys(hard).map((name) => [name, formatQuantity(total.get(name) ?? parseQuantity('0'))]),
  );
}
