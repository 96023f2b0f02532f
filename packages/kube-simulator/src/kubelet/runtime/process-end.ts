import { quantityOf, quantityToNumber } from '@luban/kube';
import type { Container, Pod } from '@luban/kube/kinds';
import { parseImageName } from '../../images/image-name.ts';
import type { ImageProfile } from '../../images/profile.ts';
import type { ContainerExit } from '../../stages/pod/container-record.ts';
import { integerBetween, type Random } from '../../support/random.ts';

/** How a program that nobody stops is to end by itself. */
export interface PlannedEnd {
  /** Milliseconds after its start. */
  after: number;
  exit: ContainerExit;
  lastWords: readonly { after: number; text: string; stream?: 'stderr' }[];
}

/**
 * A program that the simulator does not know is a server, but not where one would keep everything waiting: in a job and
 * before a pod's other containers it has done its work after a while. Servers fail when they are asked to: by a tag such as `exit1` or `oom`, by the argument `--simulate-exit=1` or
 * `--simulate-oom`, and when their memory limit is too small for them.
 */
export function plannedEnd(
  pod: Pod,
  container: Container,
  words: readonly string[],
  profile: ImageProfile,
  random: Random,
): PlannedEnd | undefined {
  const tag = parseImageName(container.image ?? '')?.tag ?? '';
  const limit = quantityOf(container.resources?.limits?.memory);
  const bytes = limit === undefined ? Number.POSITIVE_INFINITY : quantityToNumber(limit);
  if (tag === 'oom' || words.includes('--simulate-oom') || neededBytes(words, profile) > bytes) {
    return { after: integerBetween(random, 1200, 3500), exit: { exitCode: 137, reason: 'OOMKilled' }, lastWords: [] };
  }
  const code =
    /^exit(\d{1,3})$/.exec(tag)?.[1] ??
    words.map((word) => /^--simulate-exit=(\d{1,3})$/.exec(word)?.[1]).find(Boolean);
  if (code === undefined) return isTask(pod, container, profile) ? taskDone(random) : undefined;
  const after = integerBetween(random, 900, 2200);
  const exitCode = Number(code) % 256;
  return {
    after,
    exit: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' },
    lastWords:
      exitCode === 0
        ? []
        : [{ after: after - 5, text: `fatal: asked to exit with code ${exitCode} (simulated)`, stream: 'stderr' }],
  };
}

/** Whether something waits for the container to have done its work, and what does it is not known. */
export function isTask({ metadata, spec }: Pod, container: Container, profile: ImageProfile): boolean {
  if (profile.anyProgram !== true) return false;
  const isInit = spec.initContainers?.some(({ name }) => name === container.name) ?? false;
  if (isInit) return container.restartPolicy !== 'Always';
  return metadata.ownerReferences?.some(({ kind, controller }) => kind === 'Job' && controller === true) ?? false;
}

function taskDone(random: Random): PlannedEnd {
  const after = integerBetween(random, 500, 1500);
  return {
    after,
    exit: { exitCode: 0, reason: 'Completed' },
    lastWords: [{ after: after - 5, text: 'simulated by LuBan: taken to have done its work' }],
  };
}

/** `stress --vm-bytes 250M` is what Kubernetes' documentation uses to run out of memory. */
function neededBytes(words: readonly string[], profile: ImageProfile): number {
  const text = words[words.indexOf('--vm-bytes') + 1];
  const match = words.includes('--vm-bytes') ? /^(\d{1,9})([KMG]?)$/i.exec(text ?? '') : null;
  if (match === null) return profile.resources.memoryBytes * 0.9;
  return Number(match[1]) * { K: 1024, M: 1024 ** 2, G: 1024 ** 3, '': 1 }[(match[2] ?? '').toUpperCase() as 'K']!;
}
