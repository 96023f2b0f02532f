import type { I18nContribution, Problem } from '@luban/manifest';
import { refuse } from './build-error.ts';
import type { ExtensionDefinition } from './extension-source.ts';
import type { Catalogues } from './read-catalogues.ts';

/** Where the run-time catalogues lie inside `ui/`. */
export const CATALOGUE_PATH = 'locales/{locale}.json';

/**
 * The `i18n` contribution of an extension: its locales, and the texts of the keys that the manifest itself uses.
 * Throws a `BuildError` (LB1017) naming each key that a locale lacks. Undefined without catalogues.
 */
export function translateManifest(
  definition: ExtensionDefinition,
  catalogues: Catalogues,
): I18nContribution | undefined {
  const locales = Object.keys(catalogues).sort();
  const fields = textKeys(definition);
  const keys = [...fields.keys()].sort();
  const missing = (key: string, locale: string): Problem => ({
    code: 'LB1017',
    params: { key, locale, field: fields.get(key) ?? key },
  });
  const preferred = definition.contributes.i18n?.default ?? (locales.includes('en') ? 'en' : locales[0]);
  if (preferred === undefined) {
    refuse(keys.map((key) => missing(key, 'en')));
    return undefined;
  }
  const problems: Problem[] = [];
  const manifest: Record<string, Record<string, string>> = {};
  for (const locale of new Set([preferred, ...locales])) {
    const texts: Record<string, string> = {};
    for (const key of keys) {
      const text = Object.hasOwn(catalogues[locale] ?? {}, key) ? catalogues[locale]?.[key] : undefined;
      if (text === undefined) problems.push(missing(key, locale));
      else texts[key] = text;
    }
    manifest[locale] = texts;
  }
  refuse(problems);
  const sorted = Object.fromEntries(locales.map((locale) => [locale, manifest[locale] ?? {}]));
  return { default: preferred, locales, path: CATALOGUE_PATH, manifest: sorted };
}

/** Key to field of every text of the form `%key%`; the field is the first that uses it. */
function textKeys(value: unknown, field = '', found = new Map<string, string>()): Map<string, string> {
  if (typeof value === 'string') {
    const key = /^%([^%\s]+)%$/.exec(value)?.[1];
    if (key && !found.has(key)) found.set(key, field);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      textKeys(member, Array.isArray(value) ? `${field}[${name}]` : field ? `${field}.${name}` : name, found);
    }
  }
  return found;
}
