/** Source: k8s.io/kubernetes/pkg/printers/internalversion, printPod. */
import type { ContainerStatus, Pod } from '@luban/kube/kinds';
import type { TablePrinter } from '../table/table.ts';
import { AGE, ageCell, ageOf, column, NONE, printer, wide } from './column.ts';

export const podPrinter: TablePrinter = printer<Pod>(
  [
    column('Ready', 'How many of the containers are ready.'),
    column('Status', 'What the pod is doing, in short.'),
    column('Restarts', 'How often containers were restarted, and when the last time was.'),
    AGE,
    wide('IP', 'Address of the pod.'),
    wide('Node', 'Node that the pod runs on.'),
    wide('Nominated Node', 'Node that is being cleared for the pod.'),
    wide('Readiness Gates', 'How many of the readiness gates have passed.'),
  ],
  (pod, now) => {
    const { spec, status = {} } = pod;
    const summary = summarize(pod);
    const gates = (spec as { readinessGates?: { conditionType: string }[] }).readinessGates ?? [];
    const passed = gates.filter(({ conditionType }) => isTrue(pod, conditionType)).length;
    const last =
      summary.lastRestart === 0 || summary.restarts === 0
        ? ''
        : ` (${ageOf(new Date(summary.lastRestart).toISOString(), now)} ago)`;
    return [
      `${summary.ready}/${summary.total}`,
      summary.reason,
      `${summary.restarts}${last}`,
      ageCell(pod, now),
      status.podIP || NONE,
      spec.nodeName || NONE,
      (status as { nominatedNodeName?: string }).nominatedNodeName || NONE,
      gates.length > 0 ? `${passed}/${gates.length}` : NONE,
    ];
  },
);

interface Summary {
  ready: number;
  total: number;
  reason: string;
  restarts: number;
  /** Milliseconds of the epoch; 0: never. */
  lastRestart: number;
}

function summarize(pod: Pod): Summary {
  const { spec, status = {}, metadata } = pod;
  const summary: Summary = {
    ready: 0,
    total: spec.containers?.length ?? 0,
    reason: status.reason || status.phase || '',
    restarts: 0,
    lastRestart: 0,
  };
  const gated = status.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated');
  if (gated) summary.reason = 'SchedulingGated';
  const sidecars = new Set(
    (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
  summary.total += sidecars.size;
  const initializing = summarizeInit(pod, sidecars, summary);
  if (!initializing || isTrue(pod, 'Initialized')) summarizeContainers(pod, sidecars, summary);
  if (metadata.deletionTimestamp !== undefined) {
    if (status.reason === 'NodeLost') summary.reason = 'Unknown';
    else if (status.phase !== 'Succeeded' && status.phase !== 'Failed') summary.reason = 'Terminating';
  }
  return summary;
}

/** @returns whether an init container is still to be waited for */
function summarizeInit({ spec, status = {} }: Pod, sidecars: ReadonlySet<string>, summary: Summary): boolean {
  const total = spec.initContainers?.length ?? 0;
  for (const [i, container] of (status.initContainerStatuses ?? []).entries()) {
    count(container, summary);
    const { waiting, terminated } = container.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (sidecars.has(container.name) && (container as { started?: boolean }).started) {
      if (container.ready) summary.ready++;
      continue;
    }
    if (terminated !== undefined) summary.reason = `Init:${endOf(terminated)}`;
    else if (waiting?.reason && waiting.reason !== 'PodInitializing') summary.reason = `Init:${waiting.reason}`;
    else summary.reason = `Init:${i}/${total}`;
    return true;
  }
  return false;
}

function summarizeContainers(pod: Pod, sidecars: ReadonlySet<string>, summary: Summary): void {
  const { status = {} } = pod;
  let hasRunning = false;
  // Restarts of init containers that are through are no news.
  const ofSidecars = (status.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name));
  summary.restarts = 0;
  summary.lastRestart = 0;
  for (const container of ofSidecars) count(container, summary);
  for (const container of [...(status.containerStatuses ?? [])].reverse()) {
    count(container, summary);
    const { waiting, terminated, running } = container.state ?? {};
    if (waiting?.reason) summary.reason = waiting.reason;
    else if (terminated !== undefined) summary.reason = endOf(terminated);
    else if (container.ready && running !== undefined) {
      hasRunning = true;
      summary.ready++;
    }
  }
  if (summary.reason === 'Completed' && hasRunning) summary.reason = isTrue(pod, 'Ready') ? 'Running' : 'NotReady';
}

function count({ restartCount = 0, lastState }: ContainerStatus, summary: Summary): void {
  summary.restarts += restartCount;
  const finished = Date.parse(lastState?.terminated?.finishedAt ?? '');
  if (finished > summary.lastRestart) summary.lastRestart = finished;
}

function endOf({ reason, exitCode, signal }: { reason?: string; exitCode?: number; signal?: number }): string {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode ?? 0}`;
}

function isTrue({ status }: Pod, type: string): boolean {
  return status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;
}
