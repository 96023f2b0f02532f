/** The pods of Jobs. Source: pkg/controller/job (indexed_job_utils.go, tracking_utils.go) of Kubernetes. */
import type { Container, Job, Pod } from '@luban/kube/kinds';
import { type Draft, JOBS } from '../../support/kinds.ts';
import { annotationOf, isDeleting, timeOf } from '../../support/objects.ts';
import { controllerReference } from '../../support/owners.ts';
import { isTerminal, podFromTemplate } from '../../support/pods.ts';

/** Keeps a pod until the job has counted its end. */
export const TRACKING = 'batch.kubernetes.io/job-tracking';
const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';

export function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(TRACKING) ?? false;
}

/** Its end counts for the job. A pod that is deleted before it succeeded counts as failed. */
export function outcomeOf(job: Job, pod: Pod): 'succeeded' | 'failed' | undefined {
  if (pod.status?.phase === 'Succeeded') return 'succeeded';
  if (pod.status?.phase === 'Failed') return 'failed';
  return isDeleting(pod) && job.spec.podReplacementPolicy !== 'Failed' ? 'failed' : undefined;
}

export function indexOf(pod: Pod): number | undefined {
  const text = annotationOf(pod, COMPLETION_INDEX);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

export function isIndexed({ spec }: Job): boolean {
  return spec.completionMode === 'Indexed';
}

/** The lowest indexes that neither succeeded nor have a pod. */
export function freeIndexes(completions: number, taken: ReadonlySet<number>, count: number): number[] {
  const free: number[] = [];
  for (let index = 0; index < completions && free.length < count; index++) if (!taken.has(index)) free.push(index);
  return free;
}

export function newJobPod(job: Job, index: number | undefined): Draft<Pod> {
  const { metadata, spec } = job;
  const template = podFromTemplate(spec.template);
  const base = (metadata.name ?? '').slice(0, 50);
  const pod: Draft<Pod> = {
    metadata: {
      ...template.metadata,
      namespace: metadata.namespace,
      generateName: index === undefined ? `${base}-` : `${base}-${index}-`,
      finalizers: [...(template.metadata.finalizers ?? []), TRACKING],
      ownerReferences: [controllerReference(JOBS, job)],
    },
    spec: { ...template.spec, restartPolicy: template.spec.restartPolicy ?? 'Never' },
  };
  if (index === undefined) return pod;
  const mark = { [COMPLETION_INDEX]: String(index) };
  pod.metadata.annotations = { ...pod.metadata.annotations, ...mark };
  pod.metadata.labels = { ...pod.metadata.labels, ...mark };
  pod.spec.hostname = `${metadata.name}-${index}`;
  pod.spec.containers = pod.spec.containers.map(withIndex);
  if (pod.spec.initContainers !== undefined) pod.spec.initContainers = pod.spec.initContainers.map(withIndex);
  return pod;
}

/** When a pod ended, as far as it says. Milliseconds of the epoch. */
export function endOf(pod: Pod): number | undefined {
  const ends = (pod.status?.containerStatuses ?? []).map(({ state }) => timeOf(state?.terminated?.finishedAt));
  const known = ends.filter((end) => end !== undefined);
  if (known.length > 0) return Math.max(...known);
  return timeOf(pod.metadata.deletionTimestamp) ?? timeOf(pod.status?.startTime);
}

export function restartsOf(pod: Pod): number {
  if (isTerminal(pod)) return 0;
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  return [...initContainerStatuses, ...containerStatuses].reduce((sum, { restartCount }) => sum + restartCount, 0);
}

function withIndex(container: Container): Container {
  if (container.env?.some(({ name }) => name === 'JOB_COMPLETION_INDEX')) return container;
  const fieldRef = { fieldPath: `metadata.labels['${COMPLETION_INDEX}']` };
  return { ...container, env: [...(container.env ?? []), { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef } }] };
}
