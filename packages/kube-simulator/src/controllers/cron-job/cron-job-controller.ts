import { isStatusError, timestamp } from '@luban/kube';
import type { CronJob, Job } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { messageOf } from '../../support/errors.ts';
import { byController } from '../../support/informers.ts';
import { sameJson } from '../../support/json.ts';
import { CRON_JOBS, JOBS, refOf } from '../../support/kinds.ts';
import {
  annotationOf,
  compareText,
  isDeleting,
  keyOf,
  namespacedKey,
  referenceTo,
  timeOf,
} from '../../support/objects.ts';
import { controllerReference, enqueueOwners, isControlledBy } from '../../support/owners.ts';
import { finishOf } from '../job/job-controller.ts';
import { CronError, type CronSchedule, parseCronSchedule } from './cron-schedule.ts';
import { latestDue } from './missed-times.ts';

const COMPONENT = 'cronjob-controller';
/** So late timers may be, in milliseconds, without missing the second that they are meant for. */
const MARGIN = 100;

/** Starts jobs at the times of a schedule. */
export function cronJobController(cluster: Cluster): Controller {
  const cronJobs = cluster.cache(CRON_JOBS);
  return {
    name: 'cronjob',
    watch: (enqueue) => [
      onChange(cronJobs, (cronJob) => enqueue(keyOf(cronJob))),
      enqueueOwners(cluster.cache(JOBS), CRON_JOBS, cronJobs, enqueue),
    ],
    async reconcile(key) {
      const cronJob = cronJobs.get(key);
      return cronJob === undefined ? undefined : new CronJobReconciliation(cluster, cronJob).run();
    },
  };
}

class CronJobReconciliation {
  readonly #cluster: Cluster;
  readonly #now: number;
  #cronJob: CronJob;

  constructor(cluster: Cluster, cronJob: CronJob) {
    this.#cluster = cluster;
    this.#cronJob = cronJob;
    this.#now = cluster.clock.now();
  }

  async run(): Promise<number | undefined> {
    await this.#forgetOldJobs();
    await this.#noteEnded();
    const { spec } = this.#cronJob;
    if (isDeleting(this.#cronJob) || spec.suspend) return undefined;
    const schedule = this.#schedule();
    if (schedule === undefined) return undefined;
    const since = timeOf(this.#cronJob.status?.lastScheduleTime) ?? timeOf(this.#cronJob.metadata.creationTimestamp);
    const deadline = spec.startingDeadlineSeconds === undefined ? undefined : spec.startingDeadlineSeconds * 1000;
    const due = latestDue(schedule, since ?? this.#now, this.#now, deadline);
    if (due.tooMany) {
      const message = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
      this.#tell('Warning', 'TooManyMissedTimes', message);
    }
    if (due.time !== undefined) await this.#start(due.time);
    const next = schedule.next(this.#now);
    return next === undefined ? undefined : next - this.#now + MARGIN;
  }

  #schedule(): CronSchedule | undefined {
    const { schedule, timeZone } = this.#cronJob.spec;
    try {
      return parseCronSchedule(schedule, timeZone);
    } catch (error) {
      if (!(error instanceof CronError)) throw error;
      const isZone = error.message.startsWith('unknown time zone');
      if (isZone) this.#tell('Warning', 'UnknownTimeZone', `invalid timeZone: "${timeZone}": ${error.message}`);
      else this.#tell('Warning', 'UnparseableSchedule', `unparseable schedule: "${schedule}" : ${error.message}`);
      return undefined;
    }
  }

  #jobs(): Job[] {
    return byController(this.#cluster.cache(JOBS)).get(this.#cronJob.metadata.uid ?? '');
  }

  async #start(time: number): Promise<void> {
    const { spec, status } = this.#cronJob;
    const name = `${(this.#cronJob.metadata.name ?? '').slice(0, 52)}-${Math.floor(time / 60_000)}`;
    const active = status?.active ?? [];
    if (active.some((reference) => reference.name === name)) return;
    if (spec.concurrencyPolicy === 'Forbid' && active.length > 0) {
      const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
      this.#tell('Normal', 'JobAlreadyActive', message);
      return;
    }
    if (spec.concurrencyPolicy === 'Replace') {
      for (const reference of active) {
        const job = this.#cluster.cache(JOBS).get(namespacedKey(reference.namespace, reference.name ?? ''));
        if (job !== undefined) await this.#delete(job);
      }
    }
    const job = await this.#create(name, time);
    const kept = spec.concurrencyPolicy === 'Replace' ? [] : active;
    // One of the same name that is over, or somebody else's, stands for this time.
    const isRunning = isControlledBy(job, this.#cronJob) && finishOf(job) === undefined;
    const added = isRunning ? [{ ...referenceTo(JOBS, job), resourceVersion: job.metadata.resourceVersion }] : [];
    await this.#write({
      ...this.#cronJob.status,
      active: [...kept, ...added],
      lastScheduleTime: timestamp(time),
    });
  }

  async #create(name: string, time: number): Promise<Job> {
    const { metadata, spec } = this.#cronJob;
    const { jobTemplate, timeZone } = spec;
    try {
      const job = await this.#cluster.create(JOBS, {
        metadata: {
          name,
          namespace: metadata.namespace,
          ...(jobTemplate.metadata?.labels && { labels: jobTemplate.metadata.labels }),
          annotations: {
            ...jobTemplate.metadata?.annotations,
            'batch.kubernetes.io/cronjob-scheduled-timestamp': scheduledTimestamp(time, timeZone),
          },
          ownerReferences: [controllerReference(CRON_JOBS, this.#cronJob)],
        },
        spec: jobTemplate.spec,
      });
      this.#tell('Normal', 'SuccessfulCreate', `Created job ${name}`);
      return job;
    } catch (error) {
      // An earlier attempt may have come no further than this.
      if (isStatusError(error, 'AlreadyExists')) {
        return this.#cluster.client.get<Job>({ ...refOf(JOBS, this.#cronJob), name });
      }
      this.#tell('Warning', 'FailedCreate', `Error creating job: ${messageOf(error)}`);
      throw error;
    }
  }

  /** Ended jobs leave the list of active ones; running ones that are not in it are told of. */
  async #noteEnded(): Promise<void> {
    const status = { ...this.#cronJob.status };
    const listed = new Set((status.active ?? []).map(({ uid }) => uid));
    for (const job of this.#jobs()) {
      const finish = finishOf(job);
      const { name, uid } = job.metadata;
      if (
        finish === undefined &&
        !listed.has(uid) &&
        annotationOf(job, 'cronjob.kubernetes.io/instantiate') === undefined
      ) {
        this.#tell('Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${name}`);
      }
      if (finish === undefined || !listed.has(uid)) continue;
      listed.delete(uid);
      this.#tell('Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${finish.type}`);
      const { completionTime } = job.status ?? {};
      if (
        finish.type === 'Complete' &&
        completionTime !== undefined &&
        completionTime > (status.lastSuccessfulTime ?? '')
      ) {
        status.lastSuccessfulTime = completionTime;
      }
    }
    const existing = new Set(this.#jobs().map(({ metadata }) => metadata.uid));
    for (const { uid, name } of status.active ?? []) {
      if (!listed.has(uid) || existing.has(uid)) continue;
      listed.delete(uid);
      this.#tell('Normal', 'MissingJob', `Active job went missing: ${name}`);
    }
    const active = (status.active ?? []).filter(({ uid }) => listed.has(uid));
    const { active: _, ...rest } = status;
    await this.#write(active.length > 0 ? { ...rest, active } : rest);
  }

  async #forgetOldJobs(): Promise<void> {
    const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = this.#cronJob.spec;
    const finished = this.#jobs().sort((a, b) => compareText(a.status?.startTime ?? '', b.status?.startTime ?? ''));
    const forget = async (type: string, limit: number) => {
      const jobs = finished.filter((job) => finishOf(job)?.type === type && !isDeleting(job));
      for (const job of jobs.slice(0, Math.max(0, jobs.length - limit))) await this.#delete(job);
    };
    await forget('Complete', successfulJobsHistoryLimit);
    await forget('Failed', failedJobsHistoryLimit);
  }

  async #delete(job: Job): Promise<void> {
    await this.#cluster.delete(JOBS, job, { propagationPolicy: 'Background' });
    this.#tell('Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
  }

  async #write(status: CronJob['status']): Promise<void> {
    if (sameJson(status, this.#cronJob.status ?? {})) return;
    this.#cronJob = await this.#cluster.updateStatus(CRON_JOBS, { ...this.#cronJob, status });
  }

  #tell(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#cluster.recorder(COMPONENT).event(this.#cronJob, type, reason, message);
  }
}

/** RFC 3339, with the offset of the time zone when there is one. */
function scheduledTimestamp(time: number, timeZone: string | undefined): string {
  if (timeZone === undefined) return timestamp(time);
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours, minutes] = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name) ?? [];
  if (sign === undefined || `${hours}${minutes}` === '0000') return timestamp(time);
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return `${timestamp(time + offset).slice(0, -1)}${sign}${hours}:${minutes}`;
}
