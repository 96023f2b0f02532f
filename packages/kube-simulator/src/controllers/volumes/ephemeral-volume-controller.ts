import type { Pod } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { PERSISTENT_VOLUME_CLAIMS, PODS } from '../../support/kinds.ts';
import { keyOf, namespacedKey } from '../../support/objects.ts';
import { controllerReference } from '../../support/owners.ts';
import { isActive } from '../../support/pods.ts';

/** Creates the claims of volumes that live as long as their pod. */
export function ephemeralVolumeController(cluster: Cluster): Controller {
  const pods = cluster.cache(PODS);
  const claims = cluster.cache(PERSISTENT_VOLUME_CLAIMS);
  const needsClaims = (pod: Pod) => pod.spec.volumes?.some(({ ephemeral }) => ephemeral !== undefined) ?? false;
  return {
    name: 'ephemeral-volume',
    watch: (enqueue) => [
      onChange(pods, (pod, previous) => enqueue(previous === undefined && needsClaims(pod) ? keyOf(pod) : undefined)),
    ],
    async reconcile(key) {
      const pod = pods.get(key);
      if (pod === undefined || !isActive(pod)) return undefined;
      for (const { name, ephemeral } of pod.spec.volumes ?? []) {
        const template = ephemeral?.volumeClaimTemplate;
        const claimName = `${pod.metadata.name}-${name}`;
        if (template === undefined || claims.get(namespacedKey(pod.metadata.namespace, claimName)) !== undefined)
          continue;
        await cluster.create(PERSISTENT_VOLUME_CLAIMS, {
          metadata: {
            name: claimName,
            namespace: pod.metadata.namespace,
            ...(template.metadata?.labels && { labels: template.metadata.labels }),
            ...(template.metadata?.annotations && { annotations: template.metadata.annotations }),
            ownerReferences: [controllerReference(PODS, pod)],
          },
          spec: template.spec,
        });
      }
      return undefined;
    },
  };
}
