import type { Conflict, IndexedState, Problem, Skipped } from '../composed-index.ts';
import type { ExtensionManifest } from '../extension-manifest.ts';
import { compareText } from '../order/anchors.ts';
import { problem } from '../problem.ts';
import type { IndexObjects, IndexUser } from '../ui-bundle.ts';

/** One version of one extension on its way into the index. */
export interface Entry {
  name: string;
  version: string;
  base: string;
  origin: 'builtin' | 'installed';
  /** For an untrusted one: what is left of it, its sound routes and menus. */
  manifest: ExtensionManifest;
  state: IndexedState;
  problem?: Problem;
  /** Names of the extensions that must be active first, in order. */
  requires: string[];
}

/** What the steps of one composition share. */
export interface Composition {
  objects: IndexObjects;
  user: IndexUser;
  locale: string;
  /** By name, in the order of names. */
  entries: Map<string, Entry>;
  conflicts: Conflict[];
  skipped: Skipped[];
}

/** Says why `item` of an extension (all of it, without `item`) is left out or changed. */
export function skip(
  composition: Composition,
  entry: { name: string; version: string },
  item: string | undefined,
  code: string,
  params: Record<string, string | number | undefined> = {},
): Problem {
  const owner = { extension: entry.name, version: entry.version };
  const found = problem(code, { ...(item !== undefined && { item }), ...params }, owner);
  composition.skipped.push({
    extension: entry.name,
    version: entry.version,
    ...(item !== undefined && { item }),
    problem: found,
  });
  return found;
}

/** Takes an extension's code out of the index. The first reason is the one that is shown in its place. */
export function markIncompatible(
  composition: Composition,
  entry: Entry,
  code: string,
  params: Record<string, string | number | undefined>,
): void {
  const found = problem(code, params, { extension: entry.name, version: entry.version });
  if (entry.problem) {
    const row = composition.skipped.find((candidate) => candidate.problem === entry.problem)!;
    row.others = [...(row.others ?? []), found];
    return;
  }
  entry.state = 'incompatible';
  entry.problem = found;
  composition.skipped.push({ extension: entry.name, version: entry.version, problem: found });
}

export function isUsable(entry: Entry | undefined): entry is Entry & { state: 'indexed' } {
  return entry?.state === 'indexed';
}

/**
 * Who wins what two extensions claim: an administrator's choice, then the one that can be used, then one of the
 * product's own, then the first by name.
 */
export function rank(composition: Composition, kind: Conflict['kind'], subject: string) {
  const { overrides = {} } = composition.objects;
  const key = `${kind}:${subject}`;
  const chosen = Object.hasOwn(overrides, key) ? overrides[key] : undefined;
  return (left: Entry, right: Entry): number =>
    Number(right.name === chosen) - Number(left.name === chosen) ||
    Number(isUsable(right)) - Number(isUsable(left)) ||
    Number(right.origin === 'builtin') - Number(left.origin === 'builtin') ||
    compareText(left.name, right.name);
}
