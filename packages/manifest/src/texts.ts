import type { ExtensionManifest } from './extension-manifest.ts';

/** The key of `%nav.overview%`, or undefined for plain text. */
export function textKey(text: string): string | undefined {
  return /^%([^%\s]+)%$/.exec(text)?.[1];
}

/**
 * Text of a key for a locale: its own catalogue, its language's, then the default locale's. Undefined when none of them
 * has it.
 */
export function catalogueText(manifest: ExtensionManifest, key: string, locale: string): string | undefined {
  const { i18n } = manifest.contributes;
  if (!i18n) return undefined;
  for (const candidate of [locale, languageOf(locale), i18n.default]) {
    const catalogue = Object.hasOwn(i18n.manifest, candidate) ? i18n.manifest[candidate] : undefined;
    if (catalogue && Object.hasOwn(catalogue, key)) return catalogue[key];
  }
  return undefined;
}

/** Text of a record by locale, as in `displayName`: the locale, its language, English, or whatever there is. */
export function localizedText(texts: Readonly<Record<string, string>> | undefined, locale: string): string | undefined {
  if (!texts) return undefined;
  for (const candidate of [locale, languageOf(locale), 'en']) {
    if (Object.hasOwn(texts, candidate)) return texts[candidate];
  }
  return Object.values(texts)[0];
}

function languageOf(locale: string): string {
  return locale.split('-')[0]!;
}
