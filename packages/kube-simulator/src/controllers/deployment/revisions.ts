/** ReplicaSets as the history of a Deployment. Source: pkg/controller/deployment/util of Kubernetes. */
import type { Deployment, PodTemplateSpec, ReplicaSet } from '@luban/kube/kinds';
import { canonicalJson, sameJson } from '../../support/json.ts';
import { DEPLOYMENTS, type Draft } from '../../support/kinds.ts';
import { annotationOf, byAge, isDeleting } from '../../support/objects.ts';
import { controllerReference } from '../../support/owners.ts';
import { hashSuffix } from '../../support/random.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
const TEMPLATE_HASH = 'pod-template-hash';

/** Belong to one of the two kinds alone. */
const NOT_COPIED = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deprecated.deployment.rollback.to',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
]);

/** The oldest ReplicaSet with the Deployment's template, and the others. */
export function splitByTemplate(deployment: Deployment, sets: readonly ReplicaSet[]) {
  const current = [...sets].sort(byAge).find((set) => hasTemplate(set, deployment.spec.template));
  return { current, old: sets.filter((set) => set !== current) };
}

export function hasTemplate(set: ReplicaSet, template: PodTemplateSpec): boolean {
  return sameJson(withoutHash(set.spec.template), withoutHash(template));
}

function revisionOf(set: ReplicaSet): number {
  const revision = Number(annotationOf(set, REVISION) ?? 0);
  return Number.isSafeInteger(revision) ? revision : 0;
}

export function newestRevision(sets: readonly ReplicaSet[]): number {
  return Math.max(0, ...sets.map(revisionOf));
}

/** The ReplicaSet of the Deployment's template. `collisions` makes another name after one was taken. */
export function newReplicaSet(
  deployment: Deployment,
  options: { revision: number; replicas: number; maxReplicas: number; collisions: number },
): Draft<ReplicaSet> {
  const { metadata, spec } = deployment;
  const collided = options.collisions > 0 ? `/${options.collisions}` : '';
  const hash = hashSuffix(canonicalJson(spec.template) + collided);
  const labels = { ...spec.template.metadata?.labels, [TEMPLATE_HASH]: hash };
  return {
    metadata: {
      name: `${metadata.name}-${hash}`,
      namespace: metadata.namespace,
      labels,
      annotations: {
        ...copiedAnnotations(deployment),
        [REVISION]: String(options.revision),
        [DESIRED_REPLICAS]: String(spec.replicas ?? 1),
        [MAX_REPLICAS]: String(options.maxReplicas),
      },
      ownerReferences: [controllerReference(DEPLOYMENTS, deployment)],
    },
    spec: {
      replicas: options.replicas,
      ...(spec.minReadySeconds !== undefined && { minReadySeconds: spec.minReadySeconds }),
      selector: {
        ...spec.selector,
        matchLabels: { ...spec.selector.matchLabels, [TEMPLATE_HASH]: hash },
      },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  };
}

/** The annotations that the newest ReplicaSet should have, once it is the newest again with this revision. */
export function annotationsFor(deployment: Deployment, set: ReplicaSet, revision: number): Record<string, string> {
  const annotations = { ...set.metadata.annotations, ...copiedAnnotations(deployment) };
  const former = annotationOf(set, REVISION);
  if (revisionOf(set) >= revision) return annotations;
  annotations[REVISION] = String(revision);
  if (former !== undefined) {
    const history = annotationOf(set, REVISION_HISTORY);
    annotations[REVISION_HISTORY] = [...(history?.split(',') ?? []), former].join(',').slice(-2000);
  }
  return annotations;
}

/** Old ReplicaSets beyond the history limit that have come to rest, oldest revision first. */
export function forgettable(deployment: Deployment, old: readonly ReplicaSet[]): ReplicaSet[] {
  const limit = deployment.spec.revisionHistoryLimit ?? 10;
  const kept = old.filter((set) => !isDeleting(set));
  return kept
    .sort((a, b) => revisionOf(a) - revisionOf(b) || byAge(a, b))
    .slice(0, Math.max(0, kept.length - limit))
    .filter(
      ({ metadata, spec, status }) =>
        (spec.replicas ?? 0) === 0 &&
        (status?.replicas ?? 0) === 0 &&
        (metadata.generation ?? 0) <= (status?.observedGeneration ?? 0),
    );
}

function copiedAnnotations({ metadata }: Deployment): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([name]) => !NOT_COPIED.has(name)));
}

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [TEMPLATE_HASH]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}
