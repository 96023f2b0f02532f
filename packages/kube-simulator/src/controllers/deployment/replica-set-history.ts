import { isStatusError } from '@luban/kube';
import type { Deployment, ReplicaSet } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { conditionOf } from '../../support/conditions.ts';
import { messageOf } from '../../support/errors.ts';
import { sameJson } from '../../support/json.ts';
import { DEPLOYMENTS, type Draft, REPLICA_SETS, refOf } from '../../support/kinds.ts';
import { annotationOf } from '../../support/objects.ts';
import { isControlledBy } from '../../support/owners.ts';
import { condition, hasDeadline, setCondition } from './deployment-status.ts';
import {
  annotationsFor,
  DESIRED_REPLICAS,
  hasTemplate,
  MAX_REPLICAS,
  newestRevision,
  newReplicaSet,
  REVISION,
  splitByTemplate,
} from './revisions.ts';
import { currentSetSize, type Rollout, type RolloutSet, rolloutBounds } from './rollout-plan.ts';

/** Writes the ReplicaSets of Deployments. */
export class ReplicaSetHistory {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** What the plans are made from. */
  rollout(deployment: Deployment, sets: readonly ReplicaSet[]): Rollout {
    const { current, old } = splitByTemplate(deployment, sets);
    return {
      replicas: deployment.spec.replicas ?? 1,
      ...rolloutBounds(deployment),
      current: current && viewOf(current),
      old: old.map(viewOf),
    };
  }

  /** Numbers the ReplicaSet of the Deployment's template, which is created when there is none and `create` is set. */
  async ensureCurrent(
    deployment: Deployment,
    sets: ReplicaSet[],
    create: boolean,
  ): Promise<{ deployment: Deployment; sets: ReplicaSet[] }> {
    const { current, old } = splitByTemplate(deployment, sets);
    const revision = newestRevision(old) + 1;
    if (current === undefined) {
      if (!create) return { deployment, sets };
      const added = await this.#create(deployment, sets, revision);
      const noted = await this.#note(deployment, added, 'NewReplicaSetCreated', 'Created new replica set');
      return { deployment: noted, sets: [...sets, added] };
    }
    const annotations = annotationsFor(deployment, current, revision);
    const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
    let updated = current;
    if (
      !sameJson(annotations, current.metadata.annotations) ||
      (current.spec.minReadySeconds ?? 0) !== minReadySeconds
    ) {
      updated = await this.#cluster.update(REPLICA_SETS, {
        ...current,
        metadata: { ...current.metadata, annotations },
        spec: { ...current.spec, minReadySeconds },
      });
    }
    const noted = await this.#note(deployment, updated, 'FoundNewReplicaSet', 'Found new replica set');
    return { deployment: noted, sets: sets.map((set) => (set === current ? updated : set)) };
  }

  /** Gives the set a size, and notes the size of the whole on it. */
  async scale(deployment: Deployment, set: ReplicaSet, replicas: number): Promise<ReplicaSet> {
    const size = deployment.spec.replicas ?? 1;
    const annotations = {
      ...set.metadata.annotations,
      [DESIRED_REPLICAS]: String(size),
      [MAX_REPLICAS]: String(size + rolloutBounds(deployment).maxSurge),
    };
    const before = set.spec.replicas ?? 0;
    if (before === replicas && sameJson(annotations, set.metadata.annotations)) return set;
    const scaled = await this.#cluster.update(REPLICA_SETS, {
      ...set,
      metadata: { ...set.metadata, annotations },
      spec: { ...set.spec, replicas },
    });
    if (before !== replicas) this.#tellScaling(deployment, set, before, replicas);
    return scaled;
  }

  async #create(deployment: Deployment, sets: readonly ReplicaSet[], revision: number): Promise<ReplicaSet> {
    const rollout = this.rollout(deployment, sets);
    const replicas = currentSetSize(rollout);
    const draft = newReplicaSet(deployment, {
      revision,
      replicas,
      maxReplicas: rollout.replicas + rollout.maxSurge,
      collisions: deployment.status?.collisionCount ?? 0,
    });
    try {
      const created = await this.#cluster.create(REPLICA_SETS, draft);
      if (replicas > 0) this.#tellScaling(deployment, created, 0, replicas);
      return created;
    } catch (error) {
      if (isStatusError(error, 'AlreadyExists')) return this.#resolveCollision(deployment, draft, error);
      await this.#noteFailure(deployment, draft.metadata.name ?? '', error);
      throw error;
    }
  }

  /** Either an earlier attempt made it, or two templates have the same hash. */
  async #resolveCollision(deployment: Deployment, draft: Draft<ReplicaSet>, error: unknown): Promise<ReplicaSet> {
    const existing = await this.#cluster.client.get<ReplicaSet>(refOf(REPLICA_SETS, draft));
    if (isControlledBy(existing, deployment) && hasTemplate(existing, deployment.spec.template)) return existing;
    const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
    await this.#cluster.updateStatus(DEPLOYMENTS, {
      ...deployment,
      status: { ...deployment.status, collisionCount },
    });
    throw error;
  }

  async #noteFailure(deployment: Deployment, name: string, error: unknown): Promise<void> {
    const message = `Failed to create new replica set "${name}": ${messageOf(error)}`;
    this.#cluster.recorder('deployment-controller').event(deployment, 'Warning', 'ReplicaSetCreateError', message);
    if (!hasDeadline(deployment)) return;
    const failed = condition('Progressing', 'False', 'ReplicaSetCreateError', message);
    const conditions = setCondition(deployment.status?.conditions, failed, this.#cluster.clock.now());
    if (sameJson(conditions, deployment.status?.conditions)) return;
    await this.#cluster.updateStatus(DEPLOYMENTS, { ...deployment, status: { ...deployment.status, conditions } });
  }

  /** The revision on the Deployment itself, and the first word about its progress. */
  async #note(deployment: Deployment, current: ReplicaSet, reason: string, words: string): Promise<Deployment> {
    const revision = annotationOf(current, REVISION) ?? '1';
    let noted = deployment;
    if (annotationOf(deployment, REVISION) !== revision) {
      const annotations = { ...deployment.metadata.annotations, [REVISION]: revision };
      noted = await this.#cluster.update(DEPLOYMENTS, {
        ...deployment,
        metadata: { ...deployment.metadata, annotations },
      });
    }
    const known = conditionOf(noted.status?.conditions, 'Progressing');
    const silent = reason === 'FoundNewReplicaSet' && known !== undefined;
    if (silent || !hasDeadline(noted)) return noted;
    const next = condition('Progressing', 'True', reason, `${words} "${current.metadata.name}"`);
    const conditions = setCondition(noted.status?.conditions, next, this.#cluster.clock.now());
    return this.#cluster.updateStatus(DEPLOYMENTS, { ...noted, status: { ...noted.status, conditions } });
  }

  #tellScaling(deployment: Deployment, set: ReplicaSet, from: number, to: number): void {
    const direction = from < to ? 'up' : 'down';
    const message = `Scaled ${direction} replica set ${set.metadata.name} from ${from} to ${to}`;
    this.#cluster.recorder('deployment-controller').event(deployment, 'Normal', 'ScalingReplicaSet', message);
  }
}

function viewOf(set: ReplicaSet): RolloutSet {
  return {
    name: set.metadata.name ?? '',
    desired: set.spec.replicas ?? 0,
    available: set.status?.availableReplicas ?? 0,
    created: set.metadata.creationTimestamp ?? '',
    maxReplicas: numberIn(annotationOf(set, MAX_REPLICAS)),
    desiredReplicas: numberIn(annotationOf(set, DESIRED_REPLICAS)),
  };
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
