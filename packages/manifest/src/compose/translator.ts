import { catalogueText, localizedText, textKey } from '../texts.ts';
import { type Composition, type Entry, skip } from './composition.ts';

/** Puts texts of one extension into the locale. */
export interface Translator {
  text(text: string, item: string): string;
  /** Keeps an absent text absent. */
  optional(text: string | undefined, item: string): string | undefined;
}

/** A key that no catalogue has is shown without its percent signs, and told once. */
export function translatorOf(composition: Composition, entry: Entry): Translator {
  const missing = new Set<string>();
  const text = (value: string, item: string): string => {
    const key = textKey(value);
    if (key === undefined) return value;
    const found = catalogueText(entry.manifest, key, composition.locale);
    if (found !== undefined) return found;
    if (!missing.has(key)) {
      missing.add(key);
      skip(composition, entry, item, 'LB1017', { key, locale: composition.locale, field: item });
    }
    return key;
  };
  return { text, optional: (value, item) => (value === undefined ? undefined : text(value, item)) };
}

export function displayNameOf(entry: Entry, locale: string): string {
  return localizedText(entry.manifest.displayName, locale) || entry.name;
}
