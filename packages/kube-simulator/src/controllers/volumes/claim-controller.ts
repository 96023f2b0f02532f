/** Binds claims to volumes. Source: pkg/controller/volume/persistentvolume of Kubernetes. */
import type { PersistentVolume, PersistentVolumeClaim } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { sameJson } from '../../support/json.ts';
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES, STORAGE_CLASSES } from '../../support/kinds.ts';
import { annotationOf, isDeleting, keyOf, namespacedKey, referenceTo } from '../../support/objects.ts';
import {
  BIND_COMPLETED,
  classNameOf,
  findVolume,
  isClaimedBy,
  isWaitingForConsumer,
  NO_PROVISIONER,
  SELECTED_NODE,
  storageClassOf,
} from '../../support/volumes.ts';
import { provision } from './provisioner.ts';
import { expand } from './resizer.ts';

const COMPONENT = 'persistentvolume-controller';
const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';

/** Gives every claim a volume: one that is there, or a simulated new one of the claim's class. */
export function claimController(cluster: Cluster): Controller {
  const claims = cluster.cache(PERSISTENT_VOLUME_CLAIMS);
  const volumes = cluster.cache(PERSISTENT_VOLUMES);
  const enqueueUnbound = (enqueue: (key: string) => void) => {
    for (const claim of claims.values()) if (claim.status?.phase !== 'Bound') enqueue(keyOf(claim));
  };
  return {
    name: 'persistentvolumeclaim',
    // Two claims must not be given the same volume.
    workers: 1,
    watch: (enqueue) => [
      onChange(claims, (claim) => enqueue(keyOf(claim))),
      onChange(volumes, (volume) => {
        const { claimRef } = volume.spec;
        if (claimRef === undefined) enqueueUnbound(enqueue);
        else enqueue(namespacedKey(claimRef.namespace, claimRef.name ?? ''));
      }),
      onChange(cluster.cache(STORAGE_CLASSES), () => enqueueUnbound(enqueue)),
    ],
    async reconcile(key) {
      const claim = claims.get(key);
      if (claim === undefined) return undefined;
      if (annotationOf(claim, BIND_COMPLETED) !== undefined) await keepBound(cluster, claim);
      else if (!isDeleting(claim)) await bindOrProvision(cluster, claim);
      return undefined;
    },
  };
}

async function keepBound(cluster: Cluster, claim: PersistentVolumeClaim): Promise<void> {
  const volume = cluster.cache(PERSISTENT_VOLUMES).get(claim.spec.volumeName ?? '');
  if (volume === undefined || (volume.spec.claimRef !== undefined && !isClaimedBy(volume, claim))) {
    if (claim.status?.phase === 'Lost') return;
    const misbound = volume !== undefined;
    const lost = await cluster.updateStatus(PERSISTENT_VOLUME_CLAIMS, { ...claim, status: { phase: 'Lost' } });
    const message = misbound
      ? 'Two claims are bound to the same volume, this one is bound incorrectly'
      : 'Bound claim has lost its PersistentVolume. Data on the volume is lost!';
    cluster.recorder(COMPONENT).event(lost, 'Warning', misbound ? 'ClaimMisbound' : 'ClaimLost', message);
    return;
  }
  await finishBinding(cluster, claim, volume);
  if (claim.status?.phase === 'Bound' && !isDeleting(claim)) await expand(cluster, claim, volume);
}

async function bindOrProvision(cluster: Cluster, claim: PersistentVolumeClaim): Promise<void> {
  const volumes = cluster.cache(PERSISTENT_VOLUMES);
  const { volumeName } = claim.spec;
  if (volumeName) {
    const volume = volumes.get(volumeName);
    const free = volume !== undefined && (volume.spec.claimRef === undefined || isClaimedBy(volume, claim));
    if (free) await bind(cluster, claim, volume);
    else await markPending(cluster, claim);
    return;
  }
  const storageClass = storageClassOf(cluster, claim);
  const waiting = isWaitingForConsumer(claim, storageClass) && annotationOf(claim, SELECTED_NODE) === undefined;
  const found = findVolume(claim, volumes.values());
  if (found !== undefined && (!waiting || isClaimedBy(found, claim))) {
    await bind(cluster, claim, found);
    return;
  }
  await markPending(cluster, claim);
  const events = cluster.recorder(COMPONENT);
  const className = classNameOf(claim);
  if (waiting) {
    const message = 'waiting for first consumer to be created before binding';
    events.event(claim, 'Normal', 'WaitForFirstConsumer', message);
  } else if (className === '') {
    const message = 'no persistent volumes available for this claim and no storage class is set';
    events.event(claim, 'Normal', 'FailedBinding', message);
  } else if (storageClass === undefined) {
    const message = `storageclass.storage.k8s.io "${className}" not found`;
    events.event(claim, 'Warning', 'ProvisioningFailed', message);
  } else if (storageClass.provisioner !== NO_PROVISIONER) await provision(cluster, claim, storageClass);
}

async function bind(cluster: Cluster, claim: PersistentVolumeClaim, volume: PersistentVolume): Promise<void> {
  await finishBinding(cluster, claim, await takeVolume(cluster, claim, volume));
}

/** The volume's side of the binding, which comes first, so that nobody else can take it. */
async function takeVolume(cluster: Cluster, claim: PersistentVolumeClaim, volume: PersistentVolume) {
  let taken = volume;
  if (taken.spec.claimRef?.uid !== claim.metadata.uid) {
    const byController = taken.spec.claimRef === undefined;
    const { resourceVersion } = claim.metadata;
    const claimRef = { ...referenceTo(PERSISTENT_VOLUME_CLAIMS, claim), resourceVersion };
    taken = await cluster.update(PERSISTENT_VOLUMES, {
      ...taken,
      metadata: {
        ...taken.metadata,
        annotations: { ...taken.metadata.annotations, ...(byController && { [BOUND_BY_CONTROLLER]: 'yes' }) },
      },
      spec: { ...taken.spec, claimRef },
    });
  }
  if (taken.status?.phase === 'Bound') return taken;
  return cluster.updateStatus(PERSISTENT_VOLUMES, { ...taken, status: { phase: 'Bound' } });
}

/** The claim's side of the binding. */
async function finishBinding(cluster: Cluster, claim: PersistentVolumeClaim, volume: PersistentVolume): Promise<void> {
  let bound = claim;
  if (claim.spec.volumeName !== volume.metadata.name || annotationOf(claim, BIND_COMPLETED) === undefined) {
    const byController = claim.spec.volumeName === undefined;
    bound = await cluster.update(PERSISTENT_VOLUME_CLAIMS, {
      ...claim,
      metadata: {
        ...claim.metadata,
        annotations: {
          ...claim.metadata.annotations,
          [BIND_COMPLETED]: 'yes',
          ...(byController && { [BOUND_BY_CONTROLLER]: 'yes' }),
        },
      },
      spec: { ...claim.spec, volumeName: volume.metadata.name },
    });
  }
  if (bound.status?.phase === 'Bound' && bound.status.capacity !== undefined) return;
  const status = {
    ...bound.status,
    phase: 'Bound' as const,
    accessModes: volume.spec.accessModes,
    capacity: volume.spec.capacity,
  };
  if (!sameJson(status, bound.status)) await cluster.updateStatus(PERSISTENT_VOLUME_CLAIMS, { ...bound, status });
}

async function markPending(cluster: Cluster, claim: PersistentVolumeClaim): Promise<void> {
  if (claim.status?.phase === 'Pending') return;
  await cluster.updateStatus(PERSISTENT_VOLUME_CLAIMS, { ...claim, status: { ...claim.status, phase: 'Pending' } });
}
