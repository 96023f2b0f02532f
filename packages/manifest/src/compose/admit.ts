import { compare, valid } from 'semver';
import type { Problem } from '../composed-index.ts';
import { compareText } from '../order/anchors.ts';
import { problem } from '../problem.ts';
import { isExtensionName } from '../rules/extension-name.ts';
import { shown } from '../rules/rule.ts';
import type { UIBundle } from '../ui-bundle.ts';
import { type Validation, validateManifest } from '../validate.ts';
import type { Composition, Entry } from './composition.ts';
import { salvage } from './salvage.ts';

/**
 * Takes in the bundles that are enabled and whose manifest is valid, one version of each name. An invalid one with a
 * usable name stays visible as untrusted, by those routes and menus that are sound in themselves.
 */
export function admit(composition: Composition): void {
  const found: Candidate[] = [];
  for (const bundle of composition.objects.bundles) {
    if (bundle.status?.state === 'Disabled') continue;
    const entry = read(composition, bundle);
    if (entry) found.push({ entry, bundle });
  }
  for (const { entry } of found.sort(byPrecedence)) {
    const winner = composition.entries.get(entry.name);
    if (winner) addTwin(composition, winner, entry);
    else composition.entries.set(entry.name, entry);
  }
}

interface Candidate {
  entry: Entry;
  bundle: UIBundle;
}

/** By name; of one name the valid ones first, then the highest version, and at last by content alone. */
function byPrecedence(left: Candidate, right: Candidate): number {
  return (
    compareText(left.entry.name, right.entry.name) ||
    Number(left.entry.state === 'untrusted') - Number(right.entry.state === 'untrusted') ||
    compareVersions(right.entry.version, left.entry.version) ||
    compareText(left.bundle.spec.digest, right.bundle.spec.digest) ||
    compareText(JSON.stringify(left.bundle), JSON.stringify(right.bundle))
  );
}

function read(composition: Composition, bundle: UIBundle): Entry | undefined {
  const { manifest: value, version } = bundle.spec;
  const { manifest, errors } = validate(value, version);
  const name = manifest?.name ?? nameOf(value) ?? bundle.metadata.labels?.['kubesphere.io/extension-ref'];
  const first = errors[0];
  if (first) {
    const extension = name ?? bundle.metadata.name;
    composition.skipped.push({
      extension,
      version,
      problem: { ...first, extension, version },
      ...(errors.length > 1 && { others: errors.slice(1) }),
    });
  }
  if (name === undefined || !isExtensionName(name)) return undefined;

  const base = composition.objects.baseOf?.(bundle) ?? `/ext/${name}/${version}/`;
  const origin = composition.objects.builtin?.includes(name) ? 'builtin' : 'installed';
  const entry: Pick<Entry, 'name' | 'version' | 'base' | 'origin' | 'requires'> = {
    name,
    version,
    base,
    origin,
    requires: [],
  };
  if (manifest) return { ...entry, manifest, state: 'indexed' };
  return {
    ...entry,
    manifest: salvage(value, errors, name, version),
    state: 'untrusted',
    problem: { ...first!, extension: name, version },
  };
}

const validations = new WeakMap<object, Validation>();

/** Objects are not changed once they are in the store, so a manifest is validated once and not for every user. */
function validate(value: unknown, version: string): Validation {
  let validation = typeof value === 'object' && value !== null ? validations.get(value) : undefined;
  validation ??= validateManifest(value, { mode: 'runtime' });
  if (typeof value === 'object' && value !== null) validations.set(value, validation);

  // Files are served below the bundle's version: a manifest of another one would ask for files that are not there.
  if (validation.manifest && validation.manifest.version !== version) {
    const params = { field: 'version', expected: version, found: shown(validation.manifest.version) };
    return { errors: [problem('LB1004', params)], warnings: validation.warnings };
  }
  return validation;
}

function nameOf(value: unknown): string | undefined {
  const name = typeof value === 'object' && value !== null ? (value as { name?: unknown }).name : undefined;
  return isExtensionName(name) ? name : undefined;
}

function addTwin(composition: Composition, winner: Entry, loser: Entry): void {
  const params = { winner: winner.version, loser: loser.version };
  const twice: Problem = problem('LB2014', params, { extension: loser.name, version: loser.version });
  composition.conflicts.push({
    kind: 'extension',
    subject: winner.name,
    winner: { extension: winner.name, id: winner.version },
    loser: { extension: loser.name, id: loser.version },
    problem: twice,
  });
  // An untrusted one has its row already.
  if (loser.state === 'indexed') {
    composition.skipped.push({ extension: loser.name, version: loser.version, problem: twice });
  }
}

function compareVersions(left: string, right: string): number {
  if (valid(left) && valid(right)) return compare(left, right) || compareText(left, right);
  return compareText(left, right);
}
