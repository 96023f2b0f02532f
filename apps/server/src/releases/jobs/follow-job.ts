import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { type HelmOutcome, type HelmRunOptions, Tail } from '@luban/extension-package/helm';
import type { KubeObject } from '@luban/kube';
import type { ClusterHandle } from '../../clusters/cluster-registry.ts';
import { Refusal } from '../../refusal.ts';
import { getIfThere } from '../object-refs.ts';
import type { ReleaseTarget } from '../releases.ts';
import { JOBS, type JobObject, PODS } from './job-objects.ts';

interface Pod extends KubeObject {
  status?: {
    phase?: string;
    reason?: string;
    message?: string;
    containerStatuses?: {
      state?: {
        waiting?: { reason?: string; message?: string };
        running?: unknown;
        terminated?: { exitCode?: number; reason?: string; message?: string };
      };
    }[];
  };
}

export interface FollowedJob {
  namespace: string;
  name: string;
}

const INTERVAL = 500;
/** Milliseconds that a pod has for starting to run. */
const STARTS_WITHIN = 120_000;
/** Milliseconds between the end of a Job being seen and its pod's. */
const ENDS_WITHIN = 15_000;
const MOST_REASON = 256 * 1024;
/** What does not mend itself within minutes. */
const HOPELESS =
  /^(?:InvalidImageName|ErrImageNeverPull|CreateContainerConfigError|CreateContainerError|RunContainerError)$/;

/** The Job is gone, or was taken over: nobody can tell how it ended. */
export class JobLost extends Error {
  override name = 'JobLost';
}

/**
 * Follows the log of a Job to its end. Both streams of helm come as one.
 *
 * @throws Refusal LB7523 when its pod does not run, JobLost when the Job has been deleted
 */
export async function followJob(
  host: ClusterHandle,
  target: ReleaseTarget,
  job: FollowedJob,
  { signal, log }: Pick<HelmRunOptions, 'signal' | 'log'>,
): Promise<HelmOutcome> {
  const client = host.connection.client();
  const podsOfJob = { namespace: job.namespace, labelSelector: `job-name=${job.name}` };
  const failed = (reason: string) => {
    const place = { release: target.name, cluster: target.cluster.name, job: `${job.namespace}/${job.name}` };
    return new Refusal(502, 'LB7523', { ...place, reason: reason.slice(0, 300) });
  };
  const began = performance.now();
  let endedAt: number | undefined;
  const told = { lines: 0 };
  for (;;) {
    signal.throwIfAborted();
    const now = await getIfThere<JobObject>(client, { ...JOBS, ...job });
    if (now === undefined) throw new JobLost(`The Job ${job.namespace}/${job.name} is gone`);
    const { items } = await client.list<Pod>(PODS, podsOfJob);
    const pod = items[0];
    const state = pod?.status?.containerStatuses?.[0]?.state;
    if (pod !== undefined && (state?.running || state?.terminated)) {
      const outcome = await ofPod(host, pod, { signal, log, told });
      if (outcome !== undefined) return outcome;
    }
    const waiting = state?.waiting;
    if (waiting?.reason && HOPELESS.test(waiting.reason)) throw failed(`${waiting.reason}: ${waiting.message ?? ''}`);
    const condition = now.status?.conditions?.find(
      ({ type, status }) => /^(?:Failed|Complete)$/.test(type) && status === 'True',
    );
    if (condition !== undefined) {
      endedAt ??= performance.now();
      const reason = [condition.reason, condition.message ?? pod?.status?.message].filter(Boolean).join(': ');
      if (performance.now() - endedAt > ENDS_WITHIN || pod === undefined) throw failed(reason || condition.type);
    } else if (!state?.running && !state?.terminated && performance.now() - began > STARTS_WITHIN) {
      throw failed(waiting?.reason ? `${waiting.reason}: ${waiting.message ?? ''}` : (pod?.status?.phase ?? 'no pod'));
    }
    await pause(signal);
  }
}

/** @returns undefined when its end cannot be told yet */
async function ofPod(
  host: ClusterHandle,
  { metadata }: Pod,
  { signal, log, told }: Pick<HelmRunOptions, 'signal' | 'log'> & { told: { lines: number } },
): Promise<HelmOutcome | undefined> {
  const { namespace = '', name = '' } = metadata;
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/log?container=helm`;
  const { status, body } = await host.connection.request({ method: 'GET', path: `${path}&follow=true`, signal });
  if (status !== 200) {
    body.resume();
    return undefined;
  }
  const tail = new Tail(MOST_REASON);
  let lines = 0;
  for await (const line of createInterface({ input: body })) {
    tail.add(line);
    // Again from its beginning, when the connection was lost.
    if (++lines <= told.lines) continue;
    told.lines = lines;
    log(line);
  }
  signal.throwIfAborted();
  const client = host.connection.client();
  const deadline = performance.now() + ENDS_WITHIN;
  for (;;) {
    const pod = await getIfThere<Pod>(client, { ...PODS, namespace, name });
    if (pod === undefined) return undefined;
    const ended = pod.status?.containerStatuses?.[0]?.state?.terminated;
    if (ended !== undefined) {
      // Once more and whole: a connection that broke off would have cut it.
      const whole = await host.connection.request({ method: 'GET', path, signal });
      const all = whole.status === 200 ? await text(whole.body) : tail.text;
      if (ended.reason === 'OOMKilled') tail.add('Error: the pod had too little memory (OOMKilled)');
      return { code: ended.exitCode ?? null, stdout: all, stderr: tail.text };
    }
    // The log may also have been rotated, or its connection lost.
    if (performance.now() > deadline) return undefined;
    await pause(signal);
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, INTERVAL);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
