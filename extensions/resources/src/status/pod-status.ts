import { at, listAt, numberAt, textAt } from '../json.ts';

/** The one word that kubectl prints for a pod. Source of the rules: printPod in k8s.io/kubernetes/pkg/printers. */
export function podWord(pod: unknown): string {
  const reason = textAt(pod, 'status', 'reason');
  const phase = reason || textAt(pod, 'status', 'phase') || 'Unknown';
  const initial = initWord(pod);
  const word = initial ?? mainWord(pod) ?? phase;
  if (at(pod, 'metadata', 'deletionTimestamp') === undefined) return word;
  return reason === 'NodeLost' ? 'Unknown' : 'Terminating';
}

/** What the first init container that is not done says; undefined when all are. */
function initWord(pod: unknown): string | undefined {
  const statuses = listAt(pod, 'status', 'initContainerStatuses');
  const specs = listAt(pod, 'spec', 'initContainers');
  for (const [index, status] of statuses.entries()) {
    const terminated = at(status, 'state', 'terminated');
    if (terminated !== undefined && numberAt(terminated, 'exitCode') === 0) continue;
    const isSidecar = specs.some(
      (spec) => textAt(spec, 'name') === textAt(status, 'name') && textAt(spec, 'restartPolicy') === 'Always',
    );
    if (isSidecar && at(status, 'started') === true) continue;
    if (terminated !== undefined) return `Init:${endWord(terminated)}`;
    const waiting = textAt(status, 'state', 'waiting', 'reason');
    if (waiting !== '' && waiting !== 'PodInitializing') return `Init:${waiting}`;
    return `Init:${index}/${specs.length || statuses.length}`;
  }
  return undefined;
}

/** What the containers say; the last one that has something to say counts. */
function mainWord(pod: unknown): string | undefined {
  let word: string | undefined;
  let running = false;
  for (const status of listAt(pod, 'status', 'containerStatuses').toReversed()) {
    const waiting = textAt(status, 'state', 'waiting', 'reason');
    const terminated = at(status, 'state', 'terminated');
    if (waiting !== '') word = waiting;
    else if (terminated !== undefined) word = endWord(terminated);
    else if (at(status, 'ready') === true && at(status, 'state', 'running') !== undefined) running = true;
  }
  if (word !== 'Completed' || !running) return word;
  return isReady(pod) ? 'Running' : 'NotReady';
}

function endWord(terminated: unknown): string {
  const reason = textAt(terminated, 'reason');
  if (reason !== '') return reason;
  const signal = numberAt(terminated, 'signal') ?? 0;
  return signal === 0 ? `ExitCode:${textAt(terminated, 'exitCode')}` : `Signal:${signal}`;
}

function isReady(pod: unknown): boolean {
  return listAt(pod, 'status', 'conditions').some(
    (condition) => textAt(condition, 'type') === 'Ready' && textAt(condition, 'status') === 'True',
  );
}
