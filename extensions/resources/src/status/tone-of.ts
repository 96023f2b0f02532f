import type { Tone } from '@luban/ui';

/**
 * What a word of Kubernetes says about an object, as a tone. Undefined for words that say nothing about its health.
 * Words are those of pod phases and waiting reasons, of conditions, and of the phases of volumes, namespaces and nodes.
 */
export function toneOf(word: string): Tone | undefined {
  const known = TONES.get(word);
  if (known !== undefined) return known;
  if (/^Init:\d+\/\d+$/.test(word)) return 'progress';
  const init = /^Init:(.+)$/.exec(word);
  if (init?.[1] !== undefined) return toneOf(init[1]) ?? 'danger';
  if (word.includes(',')) return firstOf(word.split(','));
  if (/^(?:Signal|ExitCode):-?\d+$/.test(word)) return 'danger';
  if (/(?:BackOff|Error|Err[A-Z]\w*|Failed|Failure|Evicted|Deadline\w*)$/.test(word)) return 'danger';
  return undefined;
}

/** How much of it is there: `2/3`. */
export function toneOfRatio(word: string): Tone | undefined {
  const match = /^(\d+)\/(\d+)$/.exec(word);
  if (match === null) return undefined;
  const [have, want] = [Number(match[1]), Number(match[2])];
  if (have >= want) return want === 0 ? 'neutral' : 'ok';
  return have === 0 ? 'danger' : 'warning';
}

/** `Ready,SchedulingDisabled` of a node: the worst of them counts. */
function firstOf(words: string[]): Tone | undefined {
  const tones = words.map(toneOf);
  return WORST_FIRST.find((tone) => tones.includes(tone));
}

const WORST_FIRST: readonly Tone[] = ['danger', 'warning', 'progress', 'neutral', 'ok'];

const WORDS: Readonly<Partial<Record<Tone, string>>> = {
  ok: 'Running Ready Active Bound Available Healthy True Established Approved Issued Synced Deployed Current Open',
  progress:
    'Pending ContainerCreating PodInitializing Terminating Progressing Provisioning Updating Upgrading Deleting Creating Joining Initializing Installing Resizing',
  warning: 'Unknown Warning SchedulingDisabled SchedulingGated Suspended Released OutOfSync Degraded Preempted Paused',
  danger:
    'Failed Error CrashLoopBackOff ImagePullBackOff ErrImagePull InvalidImageName CreateContainerConfigError CreateContainerError RunContainerError ContainerCannotRun ContainerStatusUnknown OOMKilled Evicted NotReady Lost Unhealthy NodeLost DeadlineExceeded BackoffLimitExceeded Unschedulable UnexpectedAdmissionError OutOfcpu OutOfmemory OutOfpods Shutdown Denied False',
  neutral: 'Succeeded Completed Complete NotTriggerScaleUp None Normal',
};

const TONES: ReadonlyMap<string, Tone> = new Map(
  (Object.entries(WORDS) as [Tone, string][]).flatMap(([tone, words]) =>
    words.split(' ').map((word) => [word, tone] as const),
  ),
);
