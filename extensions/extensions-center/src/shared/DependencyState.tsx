import { useT } from '@luban/sdk';
import { Status, type Tone } from '@luban/ui';
import type { Dependency } from '../center-api.ts';

/** Whether a dependency is met, in a word. What is only recommended is never wrong. */
export function DependencyState({ dependency }: { dependency: Dependency }) {
  const t = useT();
  const { state, required, installedVersion } = dependency;
  return (
    <Status tone={toneOf(state, required)}>
      {t(`common.dependency.${state}`, { version: installedVersion ?? '' })}
    </Status>
  );
}

function toneOf(state: Dependency['state'], required: boolean): Tone {
  if (state === 'met') return 'ok';
  if (state === 'under-way') return 'progress';
  if (!required) return 'neutral';
  return state === 'disabled' ? 'warning' : 'danger';
}
