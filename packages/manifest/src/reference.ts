import type { IndexReference } from './composed-index.ts';

export interface ParsedReference {
  /** Key in `remote.modules`: `./pages/Overview`. */
  module: string;
  /** Name of the export: `default`. */
  name: string;
}

/** Splits `./pages/Overview#default`; without `#` the default export is meant. */
export function parseReference(reference: IndexReference): ParsedReference {
  const hash = reference.indexOf('#');
  if (hash < 0) return { module: reference, name: 'default' };
  return { module: reference.slice(0, hash), name: reference.slice(hash + 1) || 'default' };
}

/** `qualify('acme', 'overview')` is `acme/overview`; an id that names its owner already stays as it is. */
export function qualify(extension: string, id: string): string {
  return id.includes('/') ? id : `${extension}/${id}`;
}

/** The inverse of `qualify`. */
export function splitQualified(qualified: string): { extension: string; id: string } {
  const slash = qualified.indexOf('/');
  return { extension: qualified.slice(0, Math.max(slash, 0)), id: qualified.slice(slash + 1) };
}
