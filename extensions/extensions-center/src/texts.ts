import type { Texts } from './center-api.ts';

/** A text in the person's language, else in English, else in any. Empty: there is none. */
export function textIn(texts: Texts | undefined, locale: string): string {
  return entryIn(texts, locale)?.value ?? '';
}

/** As `textIn`, for anything that is given by language, and with the language that it is in. */
export function entryIn<T>(
  texts: Readonly<Record<string, T>> | undefined,
  locale: string,
): { language: string; value: T } | undefined {
  if (texts === undefined) return undefined;
  const language = locale.toLowerCase().split('-')[0] ?? '';
  for (const wanted of [locale, language, 'en']) {
    const key = Object.keys(texts).find((name) => sameLanguage(name, wanted) && !isEmpty(texts[name]));
    const value = key === undefined ? undefined : texts[key];
    if (key !== undefined && value !== undefined) return { language: key, value };
  }
  const first = Object.entries(texts).find(([, value]) => !isEmpty(value));
  return first && { language: first[0], value: first[1] };
}

/** `zh` is meant by `zh`, `zh-CN` and `zh_cn`. */
function sameLanguage(name: string, wanted: string): boolean {
  const normal = name.toLowerCase().replaceAll('_', '-');
  return normal === wanted.toLowerCase() || normal.split('-')[0] === wanted.toLowerCase();
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
