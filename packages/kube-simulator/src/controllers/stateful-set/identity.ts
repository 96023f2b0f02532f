/** Names, labels and volumes of the pods of StatefulSets. Source: pkg/controller/statefulset/stateful_set_utils.go of Kubernetes. */
import type { PersistentVolumeClaim, Pod, PodTemplateSpec, StatefulSet, Volume } from '@luban/kube/kinds';
import { type Draft, STATEFUL_SETS } from '../../support/kinds.ts';
import { labelOf } from '../../support/objects.ts';
import { controllerReference } from '../../support/owners.ts';
import { podFromTemplate } from '../../support/pods.ts';
import { REVISION_HASH } from '../controller-revisions.ts';

/** The number at the end of the pod's name, when the rest is the set's. */
export function ordinalOf(set: StatefulSet, { metadata }: Pod): number | undefined {
  const [, parent, ordinal] = /^(.*)-(\d{1,9})$/.exec(metadata.name ?? '') ?? [];
  return parent === set.metadata.name ? Number(ordinal) : undefined;
}

export function firstOrdinal({ spec }: StatefulSet): number {
  return spec.ordinals?.start ?? 0;
}

function podNameAt(set: StatefulSet, ordinal: number): string {
  return `${set.metadata.name}-${ordinal}`;
}

/** Name of the ControllerRevision that the pod was made from. */
export function podRevision(pod: Pod): string | undefined {
  return labelOf(pod, REVISION_HASH);
}

export function newPod(set: StatefulSet, template: PodTemplateSpec, revision: string, ordinal: number): Draft<Pod> {
  const name = podNameAt(set, ordinal);
  const pod = podFromTemplate(template, {
    'apps.kubernetes.io/pod-index': String(ordinal),
    [REVISION_HASH]: revision,
    'statefulset.kubernetes.io/pod-name': name,
  });
  const claims = new Map((set.spec.volumeClaimTemplates ?? []).map(({ metadata }) => [metadata.name ?? '', metadata]));
  const volumes: Volume[] = [
    ...(pod.spec.volumes ?? []).filter((volume) => !claims.has(volume.name)),
    ...[...claims.keys()].map((claim) => ({
      name: claim,
      persistentVolumeClaim: { claimName: claimNameAt(set, claim, ordinal) },
    })),
  ];
  return {
    metadata: {
      ...pod.metadata,
      name,
      namespace: set.metadata.namespace,
      ownerReferences: [controllerReference(STATEFUL_SETS, set)],
    },
    spec: {
      ...pod.spec,
      hostname: name,
      ...(set.spec.serviceName && { subdomain: set.spec.serviceName }),
      ...(volumes.length > 0 && { volumes }),
    },
  };
}

export function claimNameAt(set: StatefulSet, template: string, ordinal: number): string {
  return `${template}-${podNameAt(set, ordinal)}`;
}

/** The claims of the pod with that ordinal. They outlive it, unless the set's retention policy says otherwise. */
export function claimsAt(set: StatefulSet, ordinal: number): Draft<PersistentVolumeClaim>[] {
  const retention = set.spec.persistentVolumeClaimRetentionPolicy;
  return (set.spec.volumeClaimTemplates ?? []).map(({ metadata, spec }) => ({
    metadata: {
      name: claimNameAt(set, metadata.name ?? '', ordinal),
      namespace: set.metadata.namespace,
      labels: { ...metadata.labels, ...set.spec.selector.matchLabels },
      ...(metadata.annotations && { annotations: metadata.annotations }),
      ...(retention?.whenDeleted === 'Delete' && { ownerReferences: [controllerReference(STATEFUL_SETS, set)] }),
    },
    spec,
  }));
}
