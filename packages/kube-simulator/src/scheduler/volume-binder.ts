import { apiVersionOf } from '@luban/kube';
import type { PersistentVolumeClaim } from '@luban/kube/kinds';
import type { Cluster } from '../support/cluster.ts';
import { onChange } from '../support/controller.ts';
import { NODES, PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES } from '../support/kinds.ts';
import { annotationOf, keyOf, referenceTo } from '../support/objects.ts';
import { findVolume, isBound, NO_PROVISIONER, SELECTED_NODE, storageClassOf } from '../support/volumes.ts';

/** How long a pod waits for its volumes. */
const PATIENCE = 600_000;

/**
 * Tells the volume controllers which node the consumer of the claims will run on, and waits until all are bound.
 *
 * @throws Error when that takes ten minutes, or the signal aborts
 */
export async function bindVolumes(
  cluster: Cluster,
  claims: readonly PersistentVolumeClaim[],
  node: string,
  signal: AbortSignal,
): Promise<void> {
  if (claims.length === 0) return;
  for (const claim of claims) await announce(cluster, claim, node);
  const cache = cluster.cache(PERSISTENT_VOLUME_CLAIMS);
  const missing = new Set(claims.map(keyOf));
  await using end = new AsyncDisposableStack();
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`running PreBind plugin "VolumeBinding": binding volumes: ${why}`));
    end.use(cluster.clock.after(PATIENCE, () => fail('context deadline exceeded')));
    const onAbort = () => fail('context canceled');
    signal.addEventListener('abort', onAbort, { once: true });
    end.defer(() => signal.removeEventListener('abort', onAbort));
    end.use(
      onChange(cache, (claim) => {
        const key = keyOf(claim);
        if (!missing.has(key)) return;
        if (cache.get(key) === undefined) fail(`persistentvolumeclaim "${claim.metadata.name}" not found`);
        if (isBound(claim)) missing.delete(key);
        if (missing.size === 0) resolve();
      }),
    );
  });
}

async function announce(cluster: Cluster, claim: PersistentVolumeClaim, node: string): Promise<void> {
  const target = cluster.cache(NODES).get(node);
  const volume = findVolume(claim, cluster.cache(PERSISTENT_VOLUMES).values(), target);
  if (volume !== undefined) {
    if (volume.spec.claimRef?.uid === claim.metadata.uid) return;
    const claimRef = {
      ...referenceTo(PERSISTENT_VOLUME_CLAIMS, claim),
      apiVersion: apiVersionOf(PERSISTENT_VOLUME_CLAIMS),
    };
    await cluster.update(PERSISTENT_VOLUMES, { ...volume, spec: { ...volume.spec, claimRef } });
  } else if (storageClassOf(cluster, claim)?.provisioner !== NO_PROVISIONER) {
    if (annotationOf(claim, SELECTED_NODE) === node) return;
    await cluster.patch(PERSISTENT_VOLUME_CLAIMS, claim, 'merge', {
      metadata: { annotations: { [SELECTED_NODE]: node }, resourceVersion: claim.metadata.resourceVersion },
    });
  }
}
