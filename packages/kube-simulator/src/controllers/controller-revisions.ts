/** The history of templates that StatefulSets and DaemonSets keep. Source: pkg/controller/history of Kubernetes. */
import { isStatusError, type KubeObject, type LabelSelector } from '@luban/kube';
import type { ControllerRevision, PodTemplateSpec } from '@luban/kube/kinds';
import type { Cluster } from '../support/cluster.ts';
import { canonicalJson, sameJson } from '../support/json.ts';
import { CONTROLLER_REVISIONS, type Draft, type KindOf, refOf } from '../support/kinds.ts';
import { byAge } from '../support/objects.ts';
import { claim, controllerReference, isControlledBy } from '../support/owners.ts';
import { hashSuffix } from '../support/random.ts';

export const REVISION_HASH = 'controller-revision-hash';
const HASH_LABEL = 'controller.kubernetes.io/hash';
const DEFAULT_LIMIT = 10;

export interface RevisionOwner extends KubeObject {
  spec: { template: PodTemplateSpec; revisionHistoryLimit?: number };
}

/** All revisions of the owner, oldest first, and the one of its present template, which is created when it is new. */
export async function syncRevisions<T extends RevisionOwner>(
  cluster: Cluster,
  kind: KindOf<T>,
  owner: T,
  selector: LabelSelector,
  collisions: number,
): Promise<{ update: ControllerRevision; all: ControllerRevision[] }> {
  const known = await claim(cluster, kind, owner, selector, CONTROLLER_REVISIONS);
  const all = known.sort((a, b) => a.revision - b.revision || byAge(a, b));
  const data = { spec: { template: { ...owner.spec.template, $patch: 'replace' } } };
  const next = (all.at(-1)?.revision ?? 0) + 1;
  const same = all.findLast((revision) => sameJson(revision.data, data));
  if (same === undefined) {
    const created = await create(cluster, kind, owner, data, next, collisions);
    return { update: created, all: [...all, created] };
  }
  if (same === all.at(-1)) return { update: same, all };
  // The template went back to an earlier one, which thereby becomes the newest.
  const moved = await cluster.update(CONTROLLER_REVISIONS, { ...same, revision: next });
  return { update: moved, all: [...all.filter((revision) => revision !== same), moved] };
}

/** Deletes the oldest revisions beyond the limit, but none that is in use. */
export async function forgetRevisions(
  cluster: Cluster,
  owner: RevisionOwner,
  all: readonly ControllerRevision[],
  inUse: (revision: ControllerRevision) => boolean,
): Promise<void> {
  const idle = all.filter((revision) => !inUse(revision));
  const limit = owner.spec.revisionHistoryLimit ?? DEFAULT_LIMIT;
  for (const revision of idle.slice(0, Math.max(0, idle.length - limit))) {
    await cluster.delete(CONTROLLER_REVISIONS, revision);
  }
}

/** The template as it was at the revision. */
export function templateOf(revision: ControllerRevision, fallback: PodTemplateSpec): PodTemplateSpec {
  const data = revision.data as { spec?: { template?: PodTemplateSpec & { $patch?: string } } } | undefined;
  const template = data?.spec?.template;
  if (template?.spec === undefined) return fallback;
  const { $patch: _, ...rest } = template;
  return rest;
}

/** The part of the name that stands for the template. */
export function revisionHash({ metadata }: ControllerRevision): string {
  return metadata.labels?.[HASH_LABEL] ?? metadata.name ?? '';
}

async function create<T extends RevisionOwner>(
  cluster: Cluster,
  kind: KindOf<T>,
  owner: T,
  data: unknown,
  revision: number,
  collisions: number,
): Promise<ControllerRevision> {
  const hash = hashSuffix(canonicalJson(data) + (collisions > 0 ? `/${collisions}` : ''));
  const draft: Draft<ControllerRevision> = {
    metadata: {
      name: `${owner.metadata.name}-${hash}`,
      namespace: owner.metadata.namespace,
      labels: { ...owner.spec.template.metadata?.labels, [HASH_LABEL]: hash },
      ownerReferences: [controllerReference(kind, owner)],
    },
    data,
    revision,
  };
  try {
    return await cluster.create(CONTROLLER_REVISIONS, draft);
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
    const existing = await cluster.client.get<ControllerRevision>(refOf(CONTROLLER_REVISIONS, draft));
    if (isControlledBy(existing, owner) && sameJson(existing.data, data)) return existing;
    return create(cluster, kind, owner, data, revision, collisions + 1);
  }
}
