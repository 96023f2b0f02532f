/** Keep claims and volumes that are in use. Source: pkg/controller/volume/pvcprotection and pvprotection of Kubernetes. */
import type { KubeObject } from '@luban/kube';
import type { Cluster } from '../../support/cluster.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { type KindOf, PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, PODS } from '../../support/kinds.ts';
import { isDeleting, keyOf, namespacedKey } from '../../support/objects.ts';
import { isTerminal } from '../../support/pods.ts';
import { claimNamesOf } from '../../support/volumes.ts';

const CLAIM_PROTECTION = 'kubernetes.io/pvc-protection';
const VOLUME_PROTECTION = 'kubernetes.io/pv-protection';

/** Lets deleted claims go when no pod uses them any more. */
export function claimProtectionController(cluster: Cluster): Controller {
  const claims = cluster.cache(PERSISTENT_VOLUME_CLAIMS);
  const pods = cluster.cache(PODS);
  const podsByClaim = pods.index('claim', (pod) =>
    claimNamesOf(pod).map((name) => namespacedKey(pod.metadata.namespace, name)),
  );
  return {
    name: 'persistentvolumeclaim-protection',
    watch: (enqueue) => [
      onChange(claims, (claim) => enqueue(isDeleting(claim) ? keyOf(claim) : undefined)),
      onChange(pods, (pod) => {
        for (const name of claimNamesOf(pod)) {
          const key = namespacedKey(pod.metadata.namespace, name);
          const claim = claims.get(key);
          if (claim !== undefined && isDeleting(claim)) enqueue(key);
        }
      }),
    ],
    async reconcile(key) {
      const claim = claims.get(key);
      if (claim === undefined || !isDeleting(claim)) return undefined;
      const used = podsByClaim.get(key).some((pod) => pod.spec.nodeName && !isTerminal(pod));
      if (!used) await dropFinalizer(cluster, PERSISTENT_VOLUME_CLAIMS, claim, CLAIM_PROTECTION);
      return undefined;
    },
  };
}

/** Lets deleted volumes go when no claim is bound to them. */
export function volumeProtectionController(cluster: Cluster): Controller {
  const volumes = cluster.cache(PERSISTENT_VOLUMES);
  return {
    name: 'persistentvolume-protection',
    watch: (enqueue) => [onChange(volumes, (volume) => enqueue(isDeleting(volume) ? keyOf(volume) : undefined))],
    async reconcile(key) {
      const volume = volumes.get(key);
      if (volume === undefined || !isDeleting(volume) || volume.status?.phase === 'Bound') return undefined;
      await dropFinalizer(cluster, PERSISTENT_VOLUMES, volume, VOLUME_PROTECTION);
      return undefined;
    },
  };
}

async function dropFinalizer<T extends KubeObject>(cluster: Cluster, kind: KindOf<T>, object: T, finalizer: string) {
  const { finalizers = [] } = object.metadata;
  if (!finalizers.includes(finalizer)) return;
  const kept = finalizers.filter((name) => name !== finalizer);
  await cluster.update(kind, { ...object, metadata: { ...object.metadata, finalizers: kept } });
}
