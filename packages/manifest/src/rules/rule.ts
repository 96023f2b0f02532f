import type { ExtensionManifest } from '../extension-manifest.ts';

/** How a rule says what it found. `field` is the place: `contributes.routes[2].path`, `''` for the manifest itself. */
export type Report = (code: string, field: string, params?: Record<string, string | number | undefined>) => void;

/** A rule about one string, wherever the schema has this `format`. */
export interface FormatRule {
  /** A sentence: what holds for every valid value. */
  description: string;
  check(value: string, field: string, report: Report): void;
}

/** A rule about the whole of a manifest whose fields all have the right shape. */
export interface ManifestRule {
  description: string;
  check(manifest: ExtensionManifest, report: Report): void;
}

/** The field below `parent`: `a.b`, `a["./c"]`, `a[3]`. */
export function fieldOf(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (!/^[A-Za-z_$][\w$]{0,99}$/.test(key)) return `${parent}[${JSON.stringify(key.slice(0, 100))}]`;
  return parent === '' ? key : `${parent}.${key}`;
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'null';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  return String(value).slice(0, 80);
}
