import { labelSelectorFromObject } from '@luban/kube';
import type { Deployment, ReplicaSet } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { conditionOf } from '../../support/conditions.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { byController } from '../../support/informers.ts';
import { sameJson } from '../../support/json.ts';
import { DEPLOYMENTS, PODS, REPLICA_SETS } from '../../support/kinds.ts';
import { annotationOf, isDeleting, keyOf } from '../../support/objects.ts';
import { claim, controllerKey, enqueueOwners } from '../../support/owners.ts';
import { isTerminal } from '../../support/pods.ts';
import {
  condition,
  countStatus,
  hasDeadline,
  isComplete,
  rolloutStatus,
  setCondition,
  timedOutIn,
} from './deployment-status.ts';
import { ReplicaSetHistory } from './replica-set-history.ts';
import { DESIRED_REPLICAS, forgettable, splitByTemplate } from './revisions.ts';
import { currentSetSize, planRollingUpdate, planScaling, type Scaling } from './rollout-plan.ts';

/** Keeps ReplicaSets for the templates that Deployments have and had, and moves pods from the old ones to the newest. */
export function deploymentController(cluster: Cluster): Controller {
  const deployments = cluster.cache(DEPLOYMENTS);
  const history = new ReplicaSetHistory(cluster);
  return {
    name: 'deployment',
    watch: (enqueue) => [
      onChange(deployments, (deployment) => enqueue(keyOf(deployment))),
      enqueueOwners(cluster.cache(REPLICA_SETS), DEPLOYMENTS, deployments, enqueue),
      cluster.cache(PODS).subscribe({
        // The update of kind Recreate waits for the last old pod to go.
        onDelete: (pod) => {
          const set = cluster.cache(REPLICA_SETS).get(controllerKey(pod, REPLICA_SETS) ?? '');
          if (set !== undefined) enqueue(controllerKey(set, DEPLOYMENTS));
        },
      }),
    ],
    async reconcile(key) {
      const deployment = deployments.get(key);
      return deployment === undefined ? undefined : new Reconciliation(cluster, history, deployment).run();
    },
  };
}

class Reconciliation {
  readonly #cluster: Cluster;
  readonly #history: ReplicaSetHistory;
  #deployment: Deployment;

  constructor(cluster: Cluster, history: ReplicaSetHistory, deployment: Deployment) {
    this.#cluster = cluster;
    this.#history = history;
    this.#deployment = deployment;
  }

  async run(): Promise<number | undefined> {
    const selector = labelSelectorFromObject(this.#deployment.spec.selector);
    if (selector.length === 0) return undefined;
    const sets = await claim(this.#cluster, DEPLOYMENTS, this.#deployment, selector, REPLICA_SETS);
    if (isDeleting(this.#deployment)) return this.#writeCounts(sets);
    await this.#notePause();
    const resized = sets.some(
      (set) =>
        (set.spec.replicas ?? 0) > 0 && (annotationOf(set, DESIRED_REPLICAS) ?? this.#replicas) !== this.#replicas,
    );
    if (this.#deployment.spec.paused || resized) return this.#resize(sets);
    if (this.#deployment.spec.strategy?.type === 'Recreate') return this.#recreate(sets);
    return this.#roll(sets);
  }

  get #replicas(): string {
    return String(this.#deployment.spec.replicas ?? 1);
  }

  async #roll(sets: ReplicaSet[]): Promise<number | undefined> {
    const known = await this.#withCurrent(sets, true);
    const all = await this.#scale(known, planRollingUpdate(this.#history.rollout(this.#deployment, known)));
    return this.#finish(all);
  }

  async #recreate(sets: ReplicaSet[]): Promise<number | undefined> {
    const known = await this.#withCurrent(sets, false);
    const { current, old } = splitByTemplate(this.#deployment, known);
    const running = old.filter(({ spec }) => (spec.replicas ?? 0) > 0);
    if (running.length > 0) {
      const down = running.map(({ metadata }) => ({ name: metadata.name ?? '', replicas: 0 }));
      return this.#finish(await this.#scale(known, down));
    }
    if (this.#hasOldPods(old)) return this.#finish(known);
    const complete = current === undefined ? await this.#withCurrent(known, true) : known;
    const rollout = this.#history.rollout(this.#deployment, complete);
    const name = rollout.current?.name;
    const size = currentSetSize({ ...rollout, old: [] });
    const grown = name === undefined || rollout.current?.desired === size ? [] : [{ name, replicas: size }];
    return this.#finish(await this.#scale(complete, grown));
  }

  async #resize(sets: ReplicaSet[]): Promise<number | undefined> {
    const known = await this.#withCurrent(sets, false);
    const rolling = this.#deployment.spec.strategy?.type !== 'Recreate';
    const plan = planScaling(this.#history.rollout(this.#deployment, known), rolling);
    // Sets of the right size still have to learn the new size of the whole.
    const same = known
      .filter(({ metadata, spec }) => (spec.replicas ?? 0) > 0 && !plan.some(({ name }) => name === metadata.name))
      .map(({ metadata, spec }): Scaling => ({ name: metadata.name ?? '', replicas: spec.replicas ?? 0 }));
    const all = await this.#scale(known, [...plan, ...same]);
    if (this.#deployment.spec.paused) await this.#forgetOld(all);
    return this.#writeCounts(all);
  }

  /** The sets with the revision noted on the newest, which is created when asked for. */
  async #withCurrent(sets: ReplicaSet[], create: boolean): Promise<ReplicaSet[]> {
    const { deployment, sets: all } = await this.#history.ensureCurrent(this.#deployment, sets, create);
    this.#deployment = deployment;
    return all;
  }

  async #scale(sets: ReplicaSet[], plan: readonly Scaling[]): Promise<ReplicaSet[]> {
    const all = [...sets];
    for (const { name, replicas } of plan) {
      const at = all.findIndex(({ metadata }) => metadata.name === name);
      const set = all[at];
      if (set !== undefined) all[at] = await this.#history.scale(this.#deployment, set, replicas);
    }
    return all;
  }

  #hasOldPods(old: readonly ReplicaSet[]): boolean {
    const index = byController(this.#cluster.cache(PODS));
    return old.some(({ metadata }) => index.get(metadata.uid ?? '').some((pod) => !isTerminal(pod)));
  }

  async #finish(sets: ReplicaSet[]): Promise<number | undefined> {
    const split = splitByTemplate(this.#deployment, sets);
    const now = this.#cluster.clock.now();
    const status = rolloutStatus(this.#deployment, split, now);
    if (isComplete(this.#deployment, this.#deployment.status ?? {})) await this.#forgetOld(sets);
    await this.#write(status);
    const left = timedOutIn(this.#deployment, status.conditions, now);
    return left > 0 && left !== Number.POSITIVE_INFINITY ? left + 1000 : undefined;
  }

  async #writeCounts(sets: ReplicaSet[]): Promise<undefined> {
    const split = splitByTemplate(this.#deployment, sets);
    await this.#write(countStatus(this.#deployment, split, this.#cluster.clock.now()));
  }

  async #forgetOld(sets: ReplicaSet[]): Promise<void> {
    const { old } = splitByTemplate(this.#deployment, sets);
    for (const set of forgettable(this.#deployment, old)) {
      await this.#cluster.delete(REPLICA_SETS, set, { propagationPolicy: 'Background' });
    }
  }

  /** While paused the clock of the deadline stands still. */
  async #notePause(): Promise<void> {
    if (!hasDeadline(this.#deployment)) return;
    const { paused = false } = this.#deployment.spec;
    const known = conditionOf(this.#deployment.status?.conditions, 'Progressing');
    if (known?.reason === 'ProgressDeadlineExceeded') return;
    const noted = known?.reason === 'DeploymentPaused';
    if (paused === noted) return;
    const next = paused
      ? condition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused')
      : condition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed');
    const status = { ...this.#deployment.status };
    status.conditions = setCondition(status.conditions, next, this.#cluster.clock.now());
    await this.#write(status);
  }

  async #write(status: Deployment['status']): Promise<void> {
    if (sameJson(status, this.#deployment.status)) return;
    this.#deployment = await this.#cluster.updateStatus(DEPLOYMENTS, { ...this.#deployment, status });
  }
}
