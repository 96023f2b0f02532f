import type { KubeObject, ObjectMeta } from '@luban/kube';
import type {
  Container,
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  PersistentVolumeClaimSpec,
  PodSpec,
  PodTemplateSpec,
  StatefulSet,
} from '@luban/kube/kinds';

export interface PodOptions {
  containers: Container[];
  /** Further fields of the pod. */
  pod?: Partial<PodSpec>;
  podAnnotations?: Record<string, string>;
}

export interface WorkloadOptions<Spec> extends PodOptions {
  replicas?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  /** Further fields of the workload. */
  spec?: Partial<Spec>;
}

const NAME = 'app.kubernetes.io/name';

/** Labels by which Services and others find a workload's pods. */
export function podsOf(name: string): Record<string, string> {
  return { [NAME]: name };
}

export function deployment(name: string, options: WorkloadOptions<Deployment['spec']>): KubeObject {
  const { replicas = 1, spec } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataOf(name, options),
    spec: { replicas, selector: { matchLabels: podsOf(name) }, template: templateOf(name, options), ...spec },
  };
}

export function statefulSet(
  name: string,
  options: WorkloadOptions<StatefulSet['spec']> & {
    /** Sizes of the volumes of each pod, by name. */
    claims?: Record<string, string>;
    storageClass?: string;
  },
): KubeObject {
  const { replicas = 1, spec, claims = {}, storageClass } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadataOf(name, options),
    spec: {
      replicas,
      serviceName: name,
      selector: { matchLabels: podsOf(name) },
      template: templateOf(name, options),
      volumeClaimTemplates: Object.entries(claims).map(([claim, size]) => ({
        metadata: { name: claim },
        spec: claimSpec(size, { storageClassName: storageClass }),
      })),
      ...spec,
    },
  };
}

export function daemonSet(name: string, options: WorkloadOptions<DaemonSet['spec']>): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: metadataOf(name, options),
    spec: { selector: { matchLabels: podsOf(name) }, template: templateOf(name, options), ...options.spec },
  };
}

export function job(name: string, options: WorkloadOptions<Job['spec']>): KubeObject {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: metadataOf(name, options), spec: jobSpec(name, options) };
}

export function cronJob(
  name: string,
  schedule: string,
  options: WorkloadOptions<CronJob['spec']> & { job?: Partial<Job['spec']> },
): KubeObject {
  const template = jobSpec(name, { containers: options.containers, pod: options.pod, spec: options.job });
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: metadataOf(name, options),
    spec: { schedule, jobTemplate: { metadata: { labels: podsOf(name) }, spec: template }, ...options.spec },
  };
}

export function pod(name: string, options: PodOptions & { labels?: Record<string, string> }): KubeObject {
  const { containers, pod: rest, labels, podAnnotations } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { ...podsOf(name), ...labels }, annotations: podAnnotations },
    spec: { containers, ...rest },
  };
}

export function claim(name: string, size: string, spec: Partial<PersistentVolumeClaimSpec> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name }, spec: claimSpec(size, spec) };
}

function claimSpec(size: string, spec: Partial<PersistentVolumeClaimSpec>): PersistentVolumeClaimSpec {
  return { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size } }, ...spec };
}

function jobSpec(name: string, options: WorkloadOptions<Job['spec']>): object {
  const { containers, pod: rest, spec, podAnnotations } = options;
  const template = templateOf(name, { containers, podAnnotations, pod: { restartPolicy: 'Never', ...rest } });
  return { ...spec, template };
}

function metadataOf(name: string, { labels, annotations }: WorkloadOptions<unknown>): ObjectMeta {
  return { name, labels: { ...podsOf(name), ...labels }, ...(annotations && { annotations }) };
}

function templateOf(name: string, { containers, pod: rest, podAnnotations }: PodOptions): PodTemplateSpec {
  return {
    metadata: { labels: podsOf(name), ...(podAnnotations && { annotations: podAnnotations }) },
    spec: { containers, ...rest },
  };
}
