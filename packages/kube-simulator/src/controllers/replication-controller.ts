import type { Cluster } from '../support/cluster.ts';
import { type Controller, onChange } from '../support/controller.ts';
import { sameJson } from '../support/json.ts';
import { PODS, REPLICATION_CONTROLLERS } from '../support/kinds.ts';
import { keyOf } from '../support/objects.ts';
import { claim, enqueueOwners } from '../support/owners.ts';
import { selectorOfMap } from '../support/selection.ts';
import { keepReplicas } from './replica-set/replicas.ts';

/** Keeps as many pods of a template as a ReplicationController, the ancestor of ReplicaSet, asks for. */
export function replicationController(cluster: Cluster): Controller {
  const controllers = cluster.cache(REPLICATION_CONTROLLERS);
  return {
    name: 'replicationcontroller',
    watch: (enqueue) => [
      onChange(controllers, (controller) => enqueue(keyOf(controller))),
      enqueueOwners(cluster.cache(PODS), REPLICATION_CONTROLLERS, controllers, enqueue),
    ],
    async reconcile(key) {
      const owner = controllers.get(key);
      if (owner?.spec.template === undefined) return undefined;
      const { selector: labels, template } = owner.spec;
      const selector = selectorOfMap(labels ?? template.metadata?.labels);
      const pods = await claim(cluster, REPLICATION_CONTROLLERS, owner, selector, PODS);
      const component = 'replication-controller';
      const { status, after, error } = await keepReplicas(cluster, REPLICATION_CONTROLLERS, component, owner, pods, {
        replicas: owner.spec.replicas ?? 1,
        minReadySeconds: owner.spec.minReadySeconds ?? 0,
        selector,
        template,
      });
      if (!sameJson(status, owner.status)) await cluster.updateStatus(REPLICATION_CONTROLLERS, { ...owner, status });
      if (error !== undefined) throw error;
      return after;
    },
  };
}
