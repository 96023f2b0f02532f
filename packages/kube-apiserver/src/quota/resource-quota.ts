/** Refuses what would exceed a quota. Source: k8s.io/apiserver, plugin/resourcequota. */
import {
  addQuantities,
  compareQuantities,
  forbidden,
  formatQuantity,
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
      const { operation, type, subresource, object, old, namespace } = request;
      if (operation === 'DELETE' || subresource !== '' || object === undefined || namespace === '') return;
      const quotas = store.list('resourcequotas', { namespace }).items;
      if (quotas.length === 0) return;
      const wanted = usageOf(type, object);
      const before = old === undefined ? undefined : usageOf(type, old);
      for (const quota of quotas) {
        const spec = quotaSpecOf(quota.object);
        if (!isInScope(spec, type, object)) continue;
        const hard = spec.hard ?? {};
        const missing = missingAmounts(type.storageKey, hard, wanted);
        if (missing.length > 0)
          throw refusal(request, `failed quota: ${quota.name}: must specify ${missing.join(' for: ')}`);
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

function check(
  request: AdmissionRequest,
  quota: string,
  hard: Readonly<Record<string, string>>,
  of: (name: string) => { delta: Quantity | undefined; used: Quantity },
): void {
  const exceeded = Object.entries(hard)
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

/** A quota on cpu or memory makes every pod say how much it takes. */
function missingAmounts(
  storageKey: string,
  hard: Readonly<Record<string, string>>,
  wanted: ReadonlyMap<string, Quantity>,
): string[] {
  if (storageKey !== 'pods') return [];
  return Object.keys(hard).filter((name) => /^((requests|limits)\.)?(cpu|memory)$/.test(name) && !wanted.has(name));
}

function refusal({ type, name }: AdmissionRequest, why: string) {
  return forbidden({ group: type.group, resource: type.resource }, name, why);
}
