import { quantityOf, quantityToNumber } from '@luban/kube';
import type { Container } from '@luban/kube/kinds';
import type { ImageProfile } from '../images/profile.ts';
import { dayFactor } from '../logs/log-generator.ts';
import { hashOf } from '../support/random.ts';

export interface Usage {
  memoryBytes: number;
  millicores: number;
}

/** Length of the pieces between which usage runs smoothly, in milliseconds. */
const STEP = 30_000;

/**
 * What a container uses: by the kind of its image, by what it asked for, by the hour, and by waves of its own. The curve
 * has no jumps, and is the same at every look.
 */
export function containerUsage(
  container: Container,
  profile: ImageProfile,
  seed: string,
  startedAt: number,
  now: number,
): Usage {
  const { idleMillicores, busyMillicores, memoryBytes } = profile.resources;
  const load =
    0.15 +
    0.25 * dayFactor(now) +
    0.35 * noise(`${seed}/load`, now / (8 * STEP)) +
    0.15 * noise(`${seed}/ripple`, now / STEP);
  const requested = amount(container.resources?.requests?.cpu) * 1000;
  const cpuLimit = amount(container.resources?.limits?.cpu) * 1000 || Number.POSITIVE_INFINITY;
  // Who asks for much is taken to use about a third of it.
  const peak = Math.max(busyMillicores, requested * 0.9);
  const millicores = Math.min(cpuLimit * 0.97, idleMillicores + (peak - idleMillicores) * load * 0.5);
  const memoryRequested = amount(container.resources?.requests?.memory);
  const memoryLimit = amount(container.resources?.limits?.memory) || Number.POSITIVE_INFINITY;
  const grown = 1 - Math.exp(-Math.max(0, now - startedAt) / 900_000);
  const working =
    Math.max(memoryBytes, memoryRequested * 0.45) *
    (0.8 + 0.25 * grown + 0.15 * noise(`${seed}/memory`, now / (20 * STEP)));
  return { millicores: Math.max(0, millicores), memoryBytes: Math.round(Math.min(memoryLimit * 0.93, working)) };
}

/** Processor time since the start, in seconds: the integral of the usage, near enough. Never falls. */
export function processorSeconds(
  container: Container,
  profile: ImageProfile,
  seed: string,
  startedAt: number,
  now: number,
): number {
  const average = (profile.resources.idleMillicores + profile.resources.busyMillicores * 0.2) / 1000;
  const phase = hashOf(seed) % 1000;
  const wave = 0.05 * Math.sin(now / 600_000 + phase);
  const seconds = Math.max(0, now - startedAt) / 1000;
  const requested = amount(container.resources?.requests?.cpu);
  return seconds * Math.max(average, requested * 0.2) + Math.max(0, wave + 0.05);
}

/** Between 0 and 1, smooth along the position. */
function noise(seed: string, position: number): number {
  const left = Math.floor(position);
  const t = position - left;
  const eased = t * t * (3 - 2 * t);
  const at = (index: number) => (hashOf(`${seed}/${index}`) % 10_007) / 10_007;
  return at(left) + (at(left + 1) - at(left)) * eased;
}

function amount(value: unknown): number {
  const quantity = quantityOf(value);
  return quantity === undefined ? 0 : quantityToNumber(quantity);
}
