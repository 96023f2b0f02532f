import type { Translate } from '@luban/sdk';
import type { Tone } from '@luban/ui';
import type { Run, Step } from '../center-api.ts';

export const STEP_TONES: Readonly<Record<Step['state'], Tone>> = {
  waiting: 'neutral',
  running: 'progress',
  done: 'ok',
  failed: 'danger',
  skipped: 'neutral',
  cancelled: 'warning',
};

export const RUN_TONES: Readonly<Record<Run['state'], Tone>> = {
  running: 'progress',
  done: 'ok',
  failed: 'danger',
  cancelled: 'warning',
};

/** `Upgrade from 1.0.0 to 1.1.0` */
export function runTitle(t: Translate, { action, version, from }: Pick<Run, 'action' | 'version' | 'from'>): string {
  const moves = from !== undefined && from !== version && (action === 'upgrade' || action === 'rollback');
  return t(`progress.run.${action}${moves ? '.from' : ''}`, { version, from: from ?? '' });
}

/** Steps that are over, of all. */
export function doneOf({ steps }: Pick<Run, 'steps'>): { done: number; of: number } {
  return { done: steps.filter(({ state }) => state !== 'waiting' && state !== 'running').length, of: steps.length };
}

/** What is being done right now; the first that waits where nothing is. */
export function currentStep({ steps }: Pick<Run, 'steps'>): Step | undefined {
  return steps.find(({ state }) => state === 'running') ?? steps.find(({ state }) => state === 'waiting');
}
