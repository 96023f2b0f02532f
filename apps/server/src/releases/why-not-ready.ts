import type { KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { Refusal } from '../refusal.ts';
import { getIfThere } from './object-refs.ts';
import type { ObjectRef, ReleaseTarget } from './releases.ts';

interface Workload extends KubeObject {
  spec?: {
    replicas?: number;
    completions?: number;
    selector?: { matchLabels?: Record<string, string> };
  };
  status?: {
    readyReplicas?: number;
    numberReady?: number;
    desiredNumberScheduled?: number;
    succeeded?: number;
    failed?: number;
    phase?: string;
    conditions?: Condition[];
    loadBalancer?: { ingress?: unknown[] };
  };
}

interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

interface Pod extends KubeObject {
  spec?: { containers?: Container[]; initContainers?: Container[] };
  status?: {
    phase?: string;
    reason?: string;
    message?: string;
    conditions?: Condition[];
    initContainerStatuses?: ContainerStatus[];
    containerStatuses?: ContainerStatus[];
  };
}

interface Container {
  name: string;
  image?: string;
}

interface ContainerStatus {
  name: string;
  ready?: boolean;
  restartCount?: number;
  image?: string;
  state?: { waiting?: State; terminated?: State & { exitCode?: number } };
  lastState?: { terminated?: State & { exitCode?: number } };
}

interface State {
  reason?: string;
  message?: string;
}

interface Event extends KubeObject {
  type?: string;
  reason?: string;
  message?: string;
}

const RESOURCES: Readonly<Record<string, { group: string; version: string; resource: string }>> = {
  Deployment: { group: 'apps', version: 'v1', resource: 'deployments' },
  StatefulSet: { group: 'apps', version: 'v1', resource: 'statefulsets' },
  DaemonSet: { group: 'apps', version: 'v1', resource: 'daemonsets' },
  Job: { group: 'batch', version: 'v1', resource: 'jobs' },
  PersistentVolumeClaim: { group: '', version: 'v1', resource: 'persistentvolumeclaims' },
  Pod: { group: '', version: 'v1', resource: 'pods' },
};

const PODS = RESOURCES.Pod!;
const EVENTS = { group: '', version: 'v1', resource: 'events' } as const;
const MOST_PODS = 3;

/** Looks at what was applied, and says what of it is not ready and why. Details go to the log. */
export async function whyNotReady(
  { name, cluster }: ReleaseTarget,
  objects: readonly ObjectRef[],
  timeout: number,
  log: (line: string) => void,
): Promise<Refusal> {
  const client = cluster.connection.client();
  const reasons: string[] = [];
  for (const object of objects) {
    const resource = RESOURCES[object.kind];
    if (resource === undefined || object.namespace === undefined) continue;
    const { namespace } = object;
    const found = await getIfThere<Workload>(client, { ...resource, namespace, name: object.name });
    if (found === undefined) continue;
    const state = stateOf(object.kind, found);
    if (state === undefined) continue;
    const why = await reasonsOf(client, object.kind, found);
    for (const line of why) log(`${object.kind} ${object.name}: ${line}`);
    reasons.push(`${object.kind} ${object.name}: ${[state, why[0]].filter(Boolean).join('; ')}`);
  }
  const minutes = Math.max(1, Math.round(timeout / 60_000));
  const what = reasons.join(' | ') || '–';
  return new Refusal(504, 'LB7505', { release: name, cluster: cluster.name, minutes, what });
}

/** @returns undefined when it is ready */
function stateOf(kind: string, { spec, status = {} }: Workload): string | undefined {
  const of = (ready = 0, wanted = 1) => (ready >= wanted ? undefined : `${ready}/${wanted}`);
  switch (kind) {
    case 'Deployment':
    case 'StatefulSet':
      return of(status.readyReplicas, spec?.replicas ?? 1);
    case 'DaemonSet':
      return of(status.numberReady, status.desiredNumberScheduled ?? 0);
    case 'Job':
      return of(status.succeeded, spec?.completions ?? 1);
    case 'PersistentVolumeClaim':
      return status.phase === 'Bound' ? undefined : (status.phase ?? 'Pending');
    default:
      return isReadyPod(status) ? undefined : (status.phase ?? 'Pending');
  }
}

const isReadyPod = ({ phase, conditions = [] }: NonNullable<Workload['status']>) =>
  phase === 'Succeeded' || conditions.some(({ type, status }) => type === 'Ready' && status === 'True');

async function reasonsOf(client: KubeClient, kind: string, object: Workload): Promise<string[]> {
  const { namespace = '', name = '' } = object.metadata;
  if (kind === 'PersistentVolumeClaim') return warnings(client, namespace, kind, name);
  if (kind === 'Pod') return podReasons(client, object as Pod);
  const labels = Object.entries(object.spec?.selector?.matchLabels ?? {});
  if (labels.length === 0) return warnings(client, namespace, kind, name);
  const labelSelector = labels.map(([key, value]) => `${key}=${value}`).join(',');
  const { items } = await client.list<Pod>(PODS, { namespace, labelSelector });
  const ailing = items
    .filter(({ status = {} }) => !isReadyPod(status as Workload['status'] & object))
    .slice(0, MOST_PODS);
  if (ailing.length === 0) {
    const failed = object.status?.conditions?.find(
      ({ type, status }) => /Failed|ReplicaFailure/.test(type) && status === 'True',
    );
    if (failed !== undefined) return [[failed.reason, failed.message].filter(Boolean).join(': ')];
    return warnings(client, namespace, kind, name);
  }
  return (await Promise.all(ailing.map((pod) => podReasons(client, pod)))).flat();
}

async function podReasons(client: KubeClient, { metadata, spec = {}, status = {} }: Pod): Promise<string[]> {
  const { namespace = '', name = '' } = metadata;
  const told = (text: string) => `pod ${name}: ${text}`;
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const images = new Map(
    [...(spec.initContainers ?? []), ...(spec.containers ?? [])].map((one) => [one.name, one.image]),
  );
  for (const { name: container, ready, state = {}, lastState = {}, restartCount = 0 } of containers) {
    if (ready || (state.terminated?.exitCode === 0 && state.waiting === undefined)) continue;
    const { reason = '', message = '' } = state.waiting ?? {};
    if (/ImagePull|ErrImage|InvalidImage/.test(reason)) {
      return [told(`${reason} ${images.get(container) ?? ''}${message && `: ${message}`}`)];
    }
    const ended = state.terminated ?? lastState.terminated;
    if (ended !== undefined) {
      const how = [ended.reason, `exit code ${ended.exitCode ?? '?'}`, ended.message].filter(Boolean).join(', ');
      return [told(`container ${container} ${reason || 'ends'} (${how}; ${restartCount} restarts)`)];
    }
    if (reason && reason !== 'ContainerCreating' && reason !== 'PodInitializing') {
      return [told([reason, message].filter(Boolean).join(': '))];
    }
  }
  const unscheduled = status.conditions?.find((one) => one.type === 'PodScheduled' && one.status === 'False');
  if (unscheduled?.message) return [told(unscheduled.message)];
  const events = await warnings(client, namespace, 'Pod', name);
  return events.length > 0 ? events.map(told) : [told(status.message ?? status.reason ?? status.phase ?? 'not ready')];
}

async function warnings(client: KubeClient, namespace: string, kind: string, name: string): Promise<string[]> {
  const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name}`;
  const { items } = await client.list<Event>(EVENTS, { namespace, fieldSelector });
  const told = items.filter(({ type }) => type === 'Warning').slice(-3);
  return told.toReversed().map(({ reason = '', message = '' }) => `${reason}: ${message}`);
}
