import { useT } from '@luban/sdk';
import { Status } from '@luban/ui';
import type { InstallationSummary } from '../center-api.ts';
import { stateWord } from '../shared/installation-state.ts';

/** How an installation is, in a glyph and a word. */
export function InstallationState({ installation }: { installation: InstallationSummary }) {
  const t = useT();
  const word = stateWord(installation);
  if (word === undefined) return <Status tone="neutral">{t('installed.state.gone')}</Status>;
  return <Status tone={word.tone}>{t(word.key)}</Status>;
}
