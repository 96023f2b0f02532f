import { type LabelSelector, labelSelectorFromObject, timestamp } from '@luban/kube';
import type { Condition, Job, JobStatus, Pod } from '@luban/kube/kinds';
import { BURST, inSlowStartBatches } from '../../support/batches.ts';
import type { Cluster } from '../../support/cluster.ts';
import { conditionOf, isTrue } from '../../support/conditions.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { messageOf } from '../../support/errors.ts';
import { byController } from '../../support/informers.ts';
import { sameJson } from '../../support/json.ts';
import { JOBS, PODS } from '../../support/kinds.ts';
import { isDeleting, keyOf, timeOf } from '../../support/objects.ts';
import { claim, controllerKey, enqueueOwners } from '../../support/owners.ts';
import { isActive, isReady, isTerminal } from '../../support/pods.ts';
import { parseIndexes } from './completion-indexes.ts';
import { backoffLeft, type JobCounts, type JobVerdict, verdictOn, wantedActive } from './job-plan.ts';
import { endOf, freeIndexes, indexOf, isIndexed, isTracked, newJobPod, outcomeOf, restartsOf } from './job-pods.ts';
import { countEnded, untrack } from './job-tracking.ts';

const COMPONENT = 'job-controller';

/** Runs pods until enough of them have succeeded. */
export function jobController(cluster: Cluster): Controller {
  const jobs = cluster.cache(JOBS);
  const pods = cluster.cache(PODS);
  const podsByJob = pods.index('job', (pod) => {
    const key = controllerKey(pod, JOBS);
    return key === undefined ? [] : [key];
  });
  return {
    name: 'job',
    watch: (enqueue) => [onChange(jobs, (job) => enqueue(keyOf(job))), enqueueOwners(pods, JOBS, jobs, enqueue)],
    async reconcile(key) {
      const job = jobs.get(key);
      for (const pod of podsByJob.get(key)) {
        // Nobody will count the pods of a job that is gone.
        const isOrphan =
          job === undefined ||
          !byController(pods)
            .get(job.metadata.uid ?? '')
            .includes(pod);
        if (isOrphan && isTracked(pod)) await untrack(cluster, pod);
      }
      if (job === undefined || job.spec.managedBy) return undefined;
      const selector = labelSelectorFromObject(job.spec.selector);
      if (selector.length === 0) return undefined;
      return new JobReconciliation(cluster, job, selector).run();
    },
  };
}

export function finishOf(job: Job): Condition | undefined {
  return job.status?.conditions?.find(
    ({ type, status }) => status === 'True' && (type === 'Complete' || type === 'Failed'),
  );
}

class JobReconciliation {
  readonly #cluster: Cluster;
  readonly #selector: LabelSelector;
  readonly #now: number;
  #job: Job;

  constructor(cluster: Cluster, job: Job, selector: LabelSelector) {
    this.#cluster = cluster;
    this.#job = job;
    this.#selector = selector;
    this.#now = cluster.clock.now();
  }

  async run(): Promise<number | undefined> {
    if (isDeleting(this.#job)) {
      for (const pod of this.#pods()) if (isTracked(pod)) await untrack(this.#cluster, pod);
      return undefined;
    }
    await claim(this.#cluster, JOBS, this.#job, this.#selector, PODS);
    if (finishOf(this.#job) !== undefined) {
      for (const pod of this.#pods()) if (isTracked(pod) && isTerminal(pod)) await untrack(this.#cluster, pod);
      return this.#expire();
    }
    await this.#noteSuspension();
    this.#job = await countEnded(this.#cluster, this.#job, this.#pods());
    const verdict = this.#verdict();
    if (verdict.over !== undefined) await this.#end(verdict);
    const after = verdict.over === undefined ? await this.#adjust() : undefined;
    await this.#writeStatus(verdict);
    if (finishOf(this.#job) !== undefined) return this.#expire();
    const deadline = this.#job.spec.activeDeadlineSeconds;
    const waits = [after, deadline === undefined ? undefined : Math.max(0, deadline * 1000 - this.#counts().age)];
    const known = waits.filter((wait) => wait !== undefined);
    return known.length === 0 || this.#job.spec.suspend ? undefined : Math.min(...known);
  }

  #pods(): Pod[] {
    return byController(this.#cluster.cache(PODS)).get(this.#job.metadata.uid ?? '');
  }

  #counts(): JobCounts {
    const pods = this.#pods();
    const started = timeOf(this.#job.status?.startTime);
    return {
      active: pods.filter(isActive).length,
      terminating: pods.filter((pod) => isDeleting(pod) && !isTerminal(pod)).length,
      succeeded: this.#job.status?.succeeded ?? 0,
      failed: this.#job.status?.failed ?? 0,
      restarts: pods.reduce((sum, pod) => sum + restartsOf(pod), 0),
      age: started === undefined ? 0 : this.#now - started,
    };
  }

  /** A decision once made stays, while the last pods go. */
  #verdict(): JobVerdict {
    const target = conditionOf(this.#job.status?.conditions, 'FailureTarget');
    if (target?.status === 'True') {
      return { over: 'Failed', reason: target.reason ?? '', message: target.message ?? '' };
    }
    return verdictOn(this.#job.spec, this.#counts());
  }

  /** Pods that are still running are not needed any more. */
  async #end({ over }: JobVerdict): Promise<void> {
    for (const pod of this.#pods().filter(isActive)) await this.#delete(pod);
    if (over === 'Failed') this.#job = await countEnded(this.#cluster, this.#job, this.#pods());
  }

  async #adjust(): Promise<number | undefined> {
    const { spec } = this.#job;
    const running = this.#pods().filter(isActive);
    if (spec.suspend) {
      for (const pod of running) await this.#delete(pod);
      return undefined;
    }
    // Those that ended since the count still hold their places.
    const active = this.#pods().filter((pod) => isActive(pod) || (isTracked(pod) && isTerminal(pod)));
    const counts = { ...this.#counts(), active: active.length };
    const wanted = wantedActive(spec, counts);
    if (active.length > wanted) {
      const leastReady = [...running].sort((a, b) => Number(isReady(a)) - Number(isReady(b)));
      for (const pod of leastReady.slice(0, active.length - wanted)) await this.#delete(pod);
      return undefined;
    }
    const blocked = spec.podReplacementPolicy === 'Failed' ? counts.terminating : 0;
    const missing = Math.min(BURST, wanted - active.length - blocked);
    if (missing <= 0) return undefined;
    const wait = this.#backoff();
    if (wait > 0) return wait;
    await this.#create(missing, active);
    return undefined;
  }

  /** Pods that failed since the last success put off the next one. */
  #backoff(): number {
    const ended = this.#pods().filter((pod) => isTerminal(pod) || isDeleting(pod));
    const lastSuccess = Math.max(
      0,
      ...ended.filter((pod) => outcomeOf(this.#job, pod) === 'succeeded').map((pod) => endOf(pod) ?? 0),
    );
    const failures = ended
      .filter((pod) => pod.status?.phase === 'Failed')
      .map((pod) => endOf(pod) ?? 0)
      .filter((end) => end > lastSuccess);
    return failures.length === 0 ? 0 : backoffLeft(failures.length, Math.max(...failures), this.#now);
  }

  async #create(count: number, active: readonly Pod[]): Promise<void> {
    const events = this.#cluster.recorder(COMPONENT);
    const { completions = 0 } = this.#job.spec;
    let indexes: (number | undefined)[] = Array.from({ length: count });
    if (isIndexed(this.#job)) {
      const taken = parseIndexes(this.#job.status?.completedIndexes, completions);
      for (const pod of active) taken.add(indexOf(pod) ?? -1);
      indexes = freeIndexes(completions, taken, count);
    }
    const { error } = await inSlowStartBatches(indexes.length, async (at) => {
      const pod = await this.#cluster.create(PODS, newJobPod(this.#job, indexes[at]));
      events.event(this.#job, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
    });
    if (error === undefined) return;
    events.event(this.#job, 'Warning', 'FailedCreate', `Error creating: ${messageOf(error)}`);
    throw error;
  }

  async #delete(pod: Pod): Promise<void> {
    await this.#cluster.delete(PODS, pod);
    const message = `Deleted pod: ${pod.metadata.name}`;
    this.#cluster.recorder(COMPONENT).event(this.#job, 'Normal', 'SuccessfulDelete', message);
  }

  async #noteSuspension(): Promise<void> {
    const { suspend = false } = this.#job.spec;
    const known = isTrue(this.#job.status?.conditions, 'Suspended');
    const status: JobStatus = { ...this.#job.status };
    if (suspend && !known) {
      this.#set(status, 'Suspended', 'True', 'JobSuspended', 'Job suspended');
      delete status.startTime;
    } else if (!suspend && known) {
      this.#set(status, 'Suspended', 'False', 'JobResumed', 'Job resumed');
      status.startTime = timestamp(this.#now);
    } else if (!suspend && status.startTime === undefined) status.startTime = timestamp(this.#now);
    if (sameJson(status, this.#job.status)) return;
    this.#job = await this.#cluster.updateStatus(JOBS, { ...this.#job, status });
    if (suspend === known) return;
    const [reason, message] = suspend ? ['Suspended', 'Job suspended'] : ['Resumed', 'Job resumed'];
    this.#cluster.recorder(COMPONENT).event(this.#job, 'Normal', reason ?? '', message ?? '');
  }

  async #writeStatus(verdict: JobVerdict): Promise<void> {
    const status: JobStatus = { ...this.#job.status };
    const { active, terminating } = this.#counts();
    const ready = this.#pods().filter((pod) => isActive(pod) && isReady(pod)).length;
    status.ready = ready;
    status.terminating = terminating;
    status.active = active;
    if (active === 0) delete status.active;
    if (verdict.over !== undefined) this.#conclude(status, verdict, active + terminating === 0);
    if (sameJson(status, this.#job.status)) return;
    this.#job = await this.#cluster.updateStatus(JOBS, { ...this.#job, status });
    if (verdict.over === undefined || finishOf(this.#job) === undefined) return;
    const events = this.#cluster.recorder(COMPONENT);
    if (verdict.over === 'Complete') events.event(this.#job, 'Normal', 'Completed', 'Job completed');
    else events.event(this.#job, 'Warning', verdict.reason, verdict.message);
  }

  /** The decision shows at once, the end when the last pod is gone. */
  #conclude(status: JobStatus, verdict: JobVerdict, empty: boolean): void {
    if (verdict.over === undefined) return;
    const { over, reason, message } = verdict;
    this.#set(status, over === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget', 'True', reason, message);
    if (!empty) return;
    this.#set(status, over, 'True', reason, message);
    if (over === 'Complete') status.completionTime = timestamp(this.#now);
  }

  #set(status: JobStatus, type: string, value: 'True' | 'False', reason: string, message: string): void {
    const time = timestamp(this.#now);
    const known = conditionOf(status.conditions, type);
    if (known?.status === value && known.reason === reason && known.message === message) return;
    const next: Condition = { type, status: value, lastProbeTime: time, lastTransitionTime: time, reason, message };
    status.conditions = [...(status.conditions ?? []).filter((condition) => condition.type !== type), next];
  }

  async #expire(): Promise<number | undefined> {
    const { ttlSecondsAfterFinished } = this.#job.spec;
    const finish = timeOf(finishOf(this.#job)?.lastTransitionTime);
    if (ttlSecondsAfterFinished === undefined || finish === undefined) return undefined;
    const left = finish + ttlSecondsAfterFinished * 1000 - this.#cluster.clock.now();
    if (left > 0) return left;
    await this.#cluster.delete(JOBS, this.#job, { propagationPolicy: 'Foreground' });
    return undefined;
  }
}
