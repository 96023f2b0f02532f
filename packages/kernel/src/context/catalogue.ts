import type { IndexExtension, RemoteRecord } from '@luban/manifest';
import { kernelError } from '../core/problems.ts';
import { within } from '../loading/time-limit.ts';
import type { VersionFiles } from '../loading/version-files.ts';

export type Catalogue = Record<string, string>;

interface CatalogueOptions {
  extension: IndexExtension;
  record: RemoteRecord;
  files: VersionFiles;
  locale: string;
  limit: number;
  fetch: typeof globalThis.fetch;
  fetching(files: readonly string[]): void;
}

/**
 * Texts of one locale, with those of the default locale where it lacks some. Rejects with LB3014 when a catalogue cannot
 * be had, and with LB3011 when it is not what the manifest promised.
 */
export async function loadCatalogue(options: CatalogueOptions): Promise<Catalogue> {
  const { i18n } = options.record;
  if (!i18n?.path) return {};
  const chosen = i18n.locales.includes(options.locale) ? options.locale : i18n.default;
  const locales = [...new Set([i18n.default, chosen])];
  const texts = await Promise.all(
    locales.map((locale) => fetchCatalogue(i18n.path!.replace('{locale}', locale), options)),
  );
  return Object.assign(Object.create(null), ...texts) as Catalogue;
}

async function fetchCatalogue(
  path: string,
  { extension, files, limit, fetch, fetching }: CatalogueOptions,
): Promise<Catalogue> {
  const url = files.url(path);
  const integrity = files.integrity(path);
  fetching([path]);
  try {
    const response = await within(limit, fetch(url, { integrity }));
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return (await response.json()) as Catalogue;
  } catch (error) {
    const present = await within(limit, fetch(url, { cache: 'no-store' })).catch(() => undefined);
    throw kernelError(
      present?.ok && error instanceof TypeError ? 'LB3011' : 'LB3014',
      extension,
      { file: path },
      error,
    );
  }
}

/** The text of a key, or the key itself: no catalogue is trusted to hold nothing but texts, nor what it inherits. */
export function textOf(catalogue: Readonly<Record<string, unknown>>, key: string): string {
  const text = Object.hasOwn(catalogue, key) ? catalogue[key] : undefined;
  return typeof text === 'string' ? text : key;
}

/** Replaces `{name}` by the value of that name; a placeholder without one stays as it is. */
export function interpolate(text: string, values: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}
