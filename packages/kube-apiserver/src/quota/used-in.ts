import type { KubeObject, Quantity } from '@luban/kube';
import type { ResourceRegistry } from '../registry/resource-registry.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { Store } from '../store/store.ts';
import { add, isInScope, quotaSpecOf, type Usage, usageOf } from './usage.ts';

/** What the objects of the quota's namespace take of it now. */
export function usedIn(store: Store, registry: ResourceRegistry, quota: KubeObject): Usage {
  const total = new Map<string, Quantity>();
  const spec = quotaSpecOf(quota);
  const hard = Object.keys(spec.hard ?? {});
  for (const type of countedTypes(registry, hard)) {
    for (const { object } of store.list(type.storageKey, { namespace: quota.metadata.namespace, newest: true }).items) {
      if (!isInScope(spec, type, object)) continue;
      for (const [name, amount] of usageOf(type, object)) if (hard.includes(name)) add(total, name, amount);
    }
  }
  return total;
}

const OF_PODS = /^(pods|((requests|limits)\.)?(cpu|memory|ephemeral-storage)|(requests|limits)\..*|hugepages-.*)$/;

function countedTypes(registry: ResourceRegistry, hard: readonly string[]): ResourceType[] {
  const wanted = new Set<string>();
  for (const name of hard) {
    if (name.startsWith('count/')) wanted.add(name.slice('count/'.length));
    else if (name.includes('storage') && !name.includes('ephemeral')) wanted.add('persistentvolumeclaims');
    else if (name.startsWith('services')) wanted.add('services');
    else if (OF_PODS.test(name)) wanted.add('pods');
    else wanted.add(name);
  }
  return [...wanted].flatMap((key) => registry.findStored(key) ?? []);
}
