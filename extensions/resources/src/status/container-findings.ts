import { at, listAt, numberAt, textAt } from '../json.ts';
import type { Finding } from './finding.ts';

const PULL =
  /^(?:ImagePullBackOff|ErrImagePull|InvalidImageName|ErrImageNeverPull|ImageInspectError|RegistryUnavailable)$/;
const START = /^(?:CreateContainer|RunContainer|ContainerCannotRun|StartError|PostStartHook|PreCreateHook)/;

/** What the containers of a pod say about why it is not ready. */
export function containerFindings(pod: unknown): Finding[] {
  return [...listAt(pod, 'status', 'initContainerStatuses'), ...listAt(pod, 'status', 'containerStatuses')].flatMap(
    (status) => findingOf(pod, status) ?? [],
  );
}

function findingOf(pod: unknown, status: unknown): Finding | undefined {
  const name = textAt(status, 'name');
  const waiting = at(status, 'state', 'waiting');
  const reason = textAt(waiting, 'reason');
  const detail = textAt(waiting, 'message');
  const common = { key: `container ${name}`, ...(detail !== '' && { detail }) };
  if (reason === 'CrashLoopBackOff') return crash(pod, status, name);
  if (PULL.test(reason)) {
    const values = { name, image: textAt(status, 'image') || imageOf(pod, name), reason };
    return { ...common, tone: 'danger', sentence: 'finding.pull', values, tab: 'events' };
  }
  if (START.test(reason)) {
    return { ...common, tone: 'danger', sentence: 'finding.start', values: { name, reason }, tab: 'events' };
  }
  if (reason !== '' && reason !== 'ContainerCreating' && reason !== 'PodInitializing') {
    return { ...common, tone: 'warning', sentence: 'finding.waiting', values: { name, reason } };
  }
  const terminated = at(status, 'state', 'terminated');
  if (terminated !== undefined && numberAt(terminated, 'exitCode') !== 0) {
    return ended(pod, terminated, name, 'finding.ended');
  }
  const last = at(status, 'lastState', 'terminated');
  if (last !== undefined && textAt(last, 'reason') === 'OOMKilled') return ended(pod, last, name, 'finding.ended');
  const isMain = listAt(pod, 'status', 'containerStatuses').includes(status);
  if (isMain && at(status, 'state', 'running') !== undefined && at(status, 'ready') === false) {
    return { key: `container ${name}`, tone: 'warning', sentence: 'finding.probe', values: { name }, tab: 'events' };
  }
  return undefined;
}

/** A container that ends again and again: how it ended the last time says more than that it waits. */
function crash(pod: unknown, status: unknown, name: string): Finding {
  const last = at(status, 'lastState', 'terminated');
  const restarts = numberAt(status, 'restartCount') ?? 0;
  const finding = last === undefined ? undefined : ended(pod, last, name, 'finding.crash');
  return {
    key: `container ${name}`,
    tone: 'danger',
    sentence: 'finding.crash',
    tab: 'logs',
    ...finding,
    values: { name, code: '?', reason: '', limit: '', ...finding?.values, restarts },
  };
}

function ended(pod: unknown, terminated: unknown, name: string, sentence: string): Finding {
  const reason = textAt(terminated, 'reason');
  const isMemory = reason === 'OOMKilled';
  const detail = textAt(terminated, 'message');
  return {
    key: `container ${name}`,
    tone: 'danger',
    sentence: isMemory ? 'finding.memory' : sentence,
    values: {
      name,
      reason,
      code: textAt(terminated, 'exitCode'),
      limit: textAt(containerOf(pod, name), 'resources', 'limits', 'memory') || '–',
    },
    ...(detail !== '' && { detail }),
    ...(textAt(terminated, 'finishedAt') !== '' && { since: textAt(terminated, 'finishedAt') }),
    tab: 'logs',
  };
}

function containerOf(pod: unknown, name: string): unknown {
  const all = [...listAt(pod, 'spec', 'containers'), ...listAt(pod, 'spec', 'initContainers')];
  return all.find((container) => textAt(container, 'name') === name);
}

function imageOf(pod: unknown, name: string): string {
  return textAt(containerOf(pod, name), 'image');
}
