import { isStatusError } from '@luban/kube';
import type { Job, JobStatus, Pod } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { JOBS, PODS } from '../../support/kinds.ts';
import { formatIndexes, parseIndexes } from './completion-indexes.ts';
import { indexOf, isIndexed, isTracked, outcomeOf, TRACKING } from './job-pods.ts';

/**
 * Counts ended pods exactly once, although they may be deleted at any time: first their unique ids are noted in the
 * status, then their finalizers go, and then the notes become numbers. Each step can be repeated.
 */
export async function countEnded(cluster: Cluster, job: Job, pods: readonly Pod[]): Promise<Job> {
  const tracked = pods.filter(isTracked);
  const noted = { succeeded: new Set<string>(), failed: new Set<string>() };
  for (const uid of job.status?.uncountedTerminatedPods?.succeeded ?? []) noted.succeeded.add(uid);
  for (const uid of job.status?.uncountedTerminatedPods?.failed ?? []) noted.failed.add(uid);
  const before = noted.succeeded.size + noted.failed.size;
  const status: JobStatus = { ...job.status };
  const completions = job.spec.completions ?? 0;
  const completed = parseIndexes(status.completedIndexes, completions);
  for (const pod of tracked) {
    const uid = pod.metadata.uid ?? '';
    const outcome = outcomeOf(job, pod);
    if (outcome === undefined || noted.succeeded.has(uid) || noted.failed.has(uid)) continue;
    const index = indexOf(pod);
    if (outcome === 'succeeded' && isIndexed(job)) {
      // The index counts, however many pods it took.
      if (index !== undefined && index < completions) completed.add(index);
    }
    noted[outcome].add(uid);
  }
  if (noted.succeeded.size + noted.failed.size === 0) return job;
  if (isIndexed(job)) {
    status.completedIndexes = formatIndexes(completed);
    if (status.completedIndexes === '') delete status.completedIndexes;
  }
  let current = job;
  if (noted.succeeded.size + noted.failed.size > before) {
    status.uncountedTerminatedPods = {
      ...(noted.succeeded.size > 0 && { succeeded: [...noted.succeeded] }),
      ...(noted.failed.size > 0 && { failed: [...noted.failed] }),
    };
    current = await cluster.updateStatus(JOBS, { ...job, status });
  }
  for (const pod of tracked) {
    const uid = pod.metadata.uid ?? '';
    if (noted.succeeded.has(uid) || noted.failed.has(uid)) await untrack(cluster, pod);
  }
  const counted: JobStatus = { ...current.status, uncountedTerminatedPods: {} };
  counted.failed = (counted.failed ?? 0) + noted.failed.size;
  counted.succeeded = isIndexed(job) ? completed.size : (counted.succeeded ?? 0) + noted.succeeded.size;
  for (const name of ['failed', 'succeeded'] as const) if (counted[name] === 0) delete counted[name];
  return cluster.updateStatus(JOBS, { ...current, status: counted });
}

/** Lets the pod go. */
export async function untrack(cluster: Cluster, pod: Pod): Promise<void> {
  const finalizers = (pod.metadata.finalizers ?? []).filter((name) => name !== TRACKING);
  const metadata = {
    uid: pod.metadata.uid,
    resourceVersion: pod.metadata.resourceVersion,
    finalizers: finalizers.length === 0 ? null : finalizers,
  };
  try {
    await cluster.patch(PODS, pod, 'merge', { metadata });
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}
