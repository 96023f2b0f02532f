import { quantityOf, quantityToNumber } from '@luban/kube';
import type { Container } from '@luban/kube/kinds';
import { parseImageName } from '../../images/image-name.ts';
import type { ImageProfile } from '../../images/profile.ts';
import type { ContainerExit } from '../../stages/pod/container-record.ts';
import { integerBetween, type Random } from '../../stages/random.ts';

/** How a server is to come to grief by itself. */
export interface PlannedEnd {
  /** Milliseconds after its start. */
  after: number;
  exit: ContainerExit;
  lastWords: readonly { after: number; text: string; stream?: 'stderr' }[];
}

/**
 * Servers fail when they are asked to: by a tag such as `exit1` or `oom`, by the argument `--simulate-exit=1` or
 * `--simulate-oom`, and when their memory limit is too small for them.
 */
export function plannedEnd(
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
  if (code === undefined) return undefined;
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

/** `stress --vm-bytes 250M` is what Kubernetes' documentation uses to run out of memory. */
function neededBytes(words: readonly string[], profile: ImageProfile): number {
  const text = words[words.indexOf('--vm-bytes') + 1];
  const match = words.includes('--vm-bytes') ? /^(\d{1,9})([KMG]?)$/i.exec(text ?? '') : null;
  if (match === null) return profile.resources.memoryBytes * 0.9;
  return Number(match[1]) * { K: 1024, M: 1024 ** 2, G: 1024 ** 3, '': 1 }[(match[2] ?? '').toUpperCase() as 'K']!;
}
