import { useMemo } from 'react';
import { textLocale, useText } from '../i18n/text.ts';
import { createTranslator, type TextKey, type Translate } from '../i18n/translator.ts';
import en from './locales/en.json' with { type: 'json' };
import zh from './locales/zh.json' with { type: 'json' };

/** Texts of what is seen seldom: they come with its code, and not with the first of the console. */
export type SessionTextKey = TextKey<typeof en>;

export function useSessionText(): Translate<SessionTextKey> {
  // Has the component shown again when the locale changes.
  const shell = useText();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shell's texts change with the locale.
  return useMemo(() => createTranslator(textLocale(), textLocale() === 'zh' ? zh : en), [shell]);
}
