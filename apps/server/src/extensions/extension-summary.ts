import type { ComposedIndex, Problem } from '@luban/manifest';
import { type Bundle, baseOf, type ExtensionStateName, type ListedExtension } from './bundle.ts';
import { isSafePath } from './file-path.ts';

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

/** @param found what the index says about each extension, see `problemsByExtension` */
export function extensionSummary(
  extension: ListedExtension,
  found: ReadonlyMap<string, readonly Problem[]>,
  locale: string,
): ExtensionSummary {
  const { active } = extension;
  const { manifest } = active;
  return {
    name: extension.name,
    version: active.version,
    versions: extension.versions.map((bundle) => bundle.version),
    displayName: localized(manifest.displayName, locale) ?? extension.name,
    description: localized(manifest.description, locale) ?? '',
    provider: providerOf(manifest.provider, locale),
    icon: iconOf(manifest.icon, active),
    origin: active.origin,
    state: extension.state,
    problems: distinct([...extension.problems, ...(found.get(extension.name) ?? [])]),
    bytes: active.bytes,
    contributes: contributionCounts(manifest.contributes),
    bundler: text(manifest.remote?.bundler),
    framework: manifest.framework === 'single-spa' ? 'single-spa' : 'react',
  };
}

/** What the index left out of each extension, and against whom it lost or won. */
export function problemsByExtension(index: ComposedIndex): Map<string, Problem[]> {
  const found = new Map<string, Problem[]>();
  const add = (extension: string, problem: Problem) => {
    const list = found.get(extension);
    if (list === undefined) found.set(extension, [problem]);
    else list.push(problem);
  };
  for (const { name, problem } of index.extensions) if (problem !== undefined) add(name, problem);
  for (const { extension, problem, others = [] } of index.skipped) {
    for (const each of [problem, ...others]) add(extension, each);
  }
  for (const { winner, loser, problem } of index.conflicts) {
    for (const name of new Set([winner.extension, loser.extension])) add(name, problem);
  }
  return found;
}

/** What follows from a conflict, such as a menu without its page, says the same once more. */
export function withoutRepetition(problems: readonly Problem[]): Problem[] {
  const subject = ({ code, params: { item: _, ...params } }: Problem) => JSON.stringify([code, params]);
  const sorted = problems.toSorted((a, b) => Number('item' in a.params) - Number('item' in b.params));
  return [...Map.groupBy(sorted, subject).values()].map(([first]) => first!);
}

function distinct(problems: Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify([problem.code, problem.params]), problem])).values()];
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

/** A `data:` URI as it is, or the URL of the file. */
export function iconOf(icon: unknown, bundle: Pick<Bundle, 'name' | 'segment'>): string | undefined {
  const path = text(icon);
  if (path === undefined || /^data:image\//i.test(path)) return path;
  if (!isSafePath(path)) return undefined;
  return `${baseOf(bundle)}${path.split('/').map(encodeURIComponent).join('/')}`;
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
