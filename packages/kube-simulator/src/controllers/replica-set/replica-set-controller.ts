import { labelSelectorFromObject } from '@luban/kube';
import type { Cluster } from '../../support/cluster.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { sameJson } from '../../support/json.ts';
import { PODS, REPLICA_SETS } from '../../support/kinds.ts';
import { isDeleting, keyOf } from '../../support/objects.ts';
import { claim, enqueueOwners } from '../../support/owners.ts';
import { keepReplicas } from './replicas.ts';

/** Keeps as many pods of a template as a ReplicaSet asks for. */
export function replicaSetController(cluster: Cluster): Controller {
  const sets = cluster.cache(REPLICA_SETS);
  return {
    name: 'replicaset',
    watch: (enqueue) => [
      onChange(sets, (set) => enqueue(keyOf(set))),
      enqueueOwners(cluster.cache(PODS), REPLICA_SETS, sets, enqueue),
    ],
    async reconcile(key) {
      const set = sets.get(key);
      if (set === undefined) return undefined;
      const selector = labelSelectorFromObject(set.spec.selector);
      const pods = await claim(cluster, REPLICA_SETS, set, selector, PODS);
      const { status, after, error } = await keepReplicas(cluster, REPLICA_SETS, 'replicaset-controller', set, pods, {
        replicas: set.spec.replicas ?? 1,
        minReadySeconds: set.spec.minReadySeconds ?? 0,
        selector,
        template: set.spec.template,
      });
      if (!sameJson(status, set.status) && !(isDeleting(set) && sets.get(key) === undefined)) {
        await cluster.updateStatus(REPLICA_SETS, { ...set, status });
      }
      if (error !== undefined) throw error;
      return after;
    },
  };
}
