/** Refuses what would exceed a quota. Source: k8s.io/apiserver, plugin/resourcequota. */
import {
  addQuantities,
  compareQuantities,
  forbidden,
  formatQuantity,
  type KubeObject,
  parseQuantity,
  type Quantity,
  quantityOf,
  subtractQuantities,
} from '@luban/kube';
import type { AdmissionPlugin, AdmissionRequest } from '../admission/admission.ts';
import type { ResourceRegistry } from '../registry/resource-registry.ts';
import type { Store } from '../store/store.ts';
import { isInScope, quotaSpecOf, usageOf } from './usage.ts';
import { usedIn } from './used-in.ts';

export function resourceQuota(store: Store, registry: ResourceRegistry): AdmissionPlugin {
  return {
    name: 'ResourceQuota',
    validate(request) {
      const { type, subresource, object, old, namespace } = request;
      if (!isCharged(request) || subresource !== '' || object === undefined || namespace === '') return;
      const quotas = store.list('resourcequotas', { namespace }).items;
      if (quotas.length === 0) return;
      const wanted = usageOf(type, object);
      const before = old === undefined ? undefined : usageOf(type, old);
      for (const quota of quotas) {
        const spec = quotaSpecOf(quota.object);
        if (!isInScope(spec, type, object)) continue;
        const hard = spec.hard ?? {};
        const missing = type.storageKey === 'pods' ? missingAmounts(hard, object) : [];
        if (missing.length > 0)
          throw refusal(request, `failed quota: ${quota.name}: must specify ${missing.join('; ')}`);
        // Counted from the objects, not from the status, which is a moment behind.
        const used = usedIn(store, registry, quota.object);
        check(request, quota.name, hard, (name) => {
          const now = wanted.get(name);
          const delta =
            now === undefined ? undefined : before?.get(name) ? subtractQuantities(now, before.get(name)!) : now;
          return { delta, used: used.get(name) ?? ZERO };
        });
      }
    },
  };
}

const ZERO = parseQuantity('0');

/** Later writes are looked at only where they can take more: pods that a later quota would refuse live on. */
function isCharged({ operation, type }: AdmissionRequest): boolean {
  if (operation === 'CREATE') return true;
  return operation === 'UPDATE' && GROWING.has(type.storageKey);
}

const GROWING: ReadonlySet<string> = new Set(['services', 'persistentvolumeclaims']);

function check(
  request: AdmissionRequest,
  quota: string,
  hard: Readonly<Record<string, string>>,
  of: (name: string) => { delta: Quantity | undefined; used: Quantity },
): void {
  const exceeded = Object.entries(hard)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, text]) => ({ name, text, limit: quantityOf(text), ...of(name) }))
    .filter(
      ({ limit, delta, used }) =>
        limit !== undefined &&
        delta !== undefined &&
        compareQuantities(delta, ZERO) > 0 &&
        compareQuantities(addQuantities(used, delta), limit) > 0,
    );
  if (exceeded.length === 0) return;
  const list = (value: (item: (typeof exceeded)[number]) => string) =>
    exceeded.map((item) => `${item.name}=${value(item)}`).join(',');
  throw refusal(
    request,
    `exceeded quota: ${quota}, requested: ${list(({ delta }) => formatQuantity(delta!))}, used: ${list(({ used }) => formatQuantity(used))}, limited: ${list(({ text }) => text)}`,
  );
}

/** A quota on cpu or memory makes every container say how much it takes. @returns such as `requests.cpu for: main` */
function missingAmounts(hard: Readonly<Record<string, string>>, { spec }: KubeObject): string[] {
  const { containers = [], initContainers = [] } = (spec ?? {}) as PodContainers;
  return Object.keys(hard)
    .sort()
    .flatMap((name) => {
      const match = /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(name);
      if (match === null) return [];
      const which = match[1] === 'limits' ? 'limits' : 'requests';
      const silent = [...containers, ...initContainers].filter(
        ({ resources }) => quantityOf(resources?.[which]?.[match[2]!]) === undefined,
      );
      return silent.length === 0 ? [] : [`${name} for: ${silent.map((container) => container.name).join(',')}`];
    });
}

interface PodContainers {
  containers?: ContainerShape[];
  initContainers?: ContainerShape[];
}

interface ContainerShape {
  name: string;
  resources?: { requests?: Record<string, unknown>; limits?: Record<string, unknown> };
}

function refusal({ type, name }: AdmissionRequest, why: string) {
  return forbidden({ group: type.group, resource: type.resource }, name, why);
}
