import { useSyncExternalStore } from 'react';
import en from '../locales/en.json' with { type: 'json' };
import zh from '../locales/zh.json' with { type: 'json' };
import { createTranslator, type TextKey, type Translate } from './translator.ts';

export const LOCALES = ['en', 'zh'] as const;
export type Locale = (typeof LOCALES)[number];
export type ConsoleTextKey = TextKey<typeof en>;

/** The shell's own texts in the current locale. Extensions bring theirs, translated by the server. */
let locale: Locale = 'en';
let translate: Translate<ConsoleTextKey> = createTranslator(locale, en);
const listeners = new Set<() => void>();

export function setTextLocale(next: Locale): void {
  locale = next;
  translate = createTranslator(next, next === 'zh' ? zh : en);
  for (const listener of [...listeners]) listener();
}

export function textLocale(): Locale {
  return locale;
}

/** For code outside of React; the text does not follow a later change of the locale. */
export const text: Translate<ConsoleTextKey> = (key, values) => translate(key, values);

/** For components, which are shown again when the locale changes. */
export function useText(): Translate<ConsoleTextKey> {
  return useSyncExternalStore(subscribe, () => translate);
}

/** `zh-CN`, `zh_Hans` and the like are `zh`; what is not known is `en`. */
export function supportedLocale(tag: string | undefined): Locale {
  const language = tag?.toLowerCase().split(/[-_]/)[0];
  return LOCALES.find((known) => known === language) ?? 'en';
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
