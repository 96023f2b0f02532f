import type { ComposedIndex, Conflict, Problem, Skipped } from '@luban/manifest';
import { baseOf, type ExtensionStateName, type ListedExtension } from './bundle.ts';

/** One extension as `GET /api/extensions` shows it. */
export interface ExtensionSummary {
  name: string;
  /** The version in force. */
  version: string;
  /** Newest first. */
  versions: string[];
  displayName: string;
  description: string;
  provider?: { name: string; url?: string };
  /** A URL of this server, or a data: URI. */
  icon?: string;
  origin: 'builtin' | 'installed';
  state: ExtensionStateName;
  problems: Problem[];
  /** Size of all files, in bytes, uncompressed. */
  bytes: number;
  /** Number of contributions by kind. */
  contributes: Record<string, number>;
  bundler?: string;
  framework: 'react' | 'single-spa';
}

export function extensionSummary(extension: ListedExtension, index: ComposedIndex, locale: string): ExtensionSummary {
  const { active } = extension;
  const { manifest } = active;
  return {
    name: extension.name,
    version: active.version,
    versions: extension.versions.map((bundle) => bundle.version),
    displayName: localized(manifest.displayName, locale) ?? extension.name,
    description: localized(manifest.description, locale) ?? '',
    provider: providerOf(manifest.provider, locale),
    icon: iconOf(manifest.icon, baseOf(active)),
    origin: active.origin,
    state: extension.state,
    problems: problemsOf(extension, index),
    bytes: active.bytes,
    contributes: contributionCounts(manifest.contributes),
    bundler: text(manifest.remote?.bundler),
    framework: manifest.framework === 'single-spa' ? 'single-spa' : 'react',
  };
}

/** What the index left out and whom it lost against, and what is wrong with the files. */
function problemsOf({ name, problems }: ListedExtension, index: ComposedIndex): Problem[] {
  const all = [
    ...problems,
    ...index.extensions.flatMap((entry) => (entry.name === name && entry.problem ? [entry.problem] : [])),
    ...index.skipped.filter((entry: Skipped) => entry.extension === name).map((entry) => entry.problem),
    ...index.conflicts
      .filter(({ winner, loser }: Conflict) => winner.extension === name || loser.extension === name)
      .map((conflict) => conflict.problem),
  ];
  const seen = new Set<string>();
  return all.filter((problem) => {
    const key = JSON.stringify([problem.code, problem.params]);
    return !seen.has(key) && seen.add(key);
  });
}

// A manifest is shown even when it is full of faults, so nothing about its shape is taken for granted below.

function localized(texts: unknown, locale: string): string | undefined {
  if (typeof texts !== 'object' || texts === null) return text(texts);
  const byLocale = new Map(Object.entries(texts));
  return text(byLocale.get(locale)) ?? text(byLocale.get('en')) ?? text([...byLocale.values()][0]);
}

function providerOf(providers: unknown, locale: string): { name: string; url?: string } | undefined {
  if (typeof providers !== 'object' || providers === null) return undefined;
  const byLocale = new Map(Object.entries(providers));
  const provider = (byLocale.get(locale) ?? byLocale.get('en') ?? [...byLocale.values()][0]) as unknown;
  if (typeof provider !== 'object' || provider === null || !('name' in provider)) return undefined;
  const name = text(provider.name);
  const url = 'url' in provider ? text(provider.url) : undefined;
  if (name === undefined) return undefined;
  return url !== undefined && /^https?:\/\//i.test(url) ? { name, url } : { name };
}

function iconOf(icon: unknown, base: string): string | undefined {
  const path = text(icon);
  if (path === undefined || /^data:image\//i.test(path)) return path;
  return `${base}${path.split('/').map(encodeURIComponent).join('/')}`;
}

function contributionCounts(contributes: unknown): Record<string, number> {
  const counts = Object.entries(typeof contributes === 'object' && contributes !== null ? contributes : {}).map(
    ([kind, value]) => [kind, Array.isArray(value) ? value.length : 1] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
