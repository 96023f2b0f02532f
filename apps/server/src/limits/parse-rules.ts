import { parseDocument } from 'yaml';
import { CALLERS, DEFAULT_RULES, type LimitRules, type Override, type Rates } from './limit-rules.ts';
import type { Rate } from './token-bucket.ts';
import { VERB_CLASSES, type VerbClass } from './verb-class.ts';

/** What is wrong with a text, and where. */
export interface RulesProblem {
  /** `users.read.perSecond`; the whole text has the name of its key. */
  field: string;
  reason: string;
}

export type ParsedRules = { ok: true; rules: LimitRules } | { ok: false; problem: RulesProblem };

const MOST_BYTES = 256 * 1024;
const MOST_ENTRIES = 1_000;
const HIGHEST = 1_000_000;

class Wrong extends Error {
  readonly problem: RulesProblem;

  constructor(field: string, reason: string) {
    super(`${field}: ${reason}`);
    this.problem = { field, reason };
  }
}

/** Reads `limits.yaml`. What it leaves out keeps its default; never rejects, and takes nothing of a text with a mistake. */
export function parseRules(text: string): ParsedRules {
  try {
    return { ok: true, rules: rulesOf(documentOf(text)) };
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, problem: error.problem };
    throw error;
  }
}

function documentOf(text: string): unknown {
  if (text.length > MOST_BYTES) throw new Wrong('limits.yaml', `is longer than ${MOST_BYTES} characters`);
  const document = parseDocument(text, { schema: 'core', uniqueKeys: true, logLevel: 'silent' });
  const [mistake] = document.errors;
  if (mistake !== undefined) throw new Wrong('limits.yaml', mistake.message.split('\n', 1)[0]!.slice(0, 200));
  try {
    return document.toJS({ maxAliasCount: 20 }) as unknown;
  } catch (error) {
    throw new Wrong('limits.yaml', error instanceof Error ? error.message.slice(0, 200) : 'cannot be read');
  }
}

function rulesOf(document: unknown): LimitRules {
  if (document === null || document === undefined) return DEFAULT_RULES;
  const root = fieldsOf(document, '', [...CALLERS, 'overrides', 'exempt', 'streams', 'connections']);
  const { streams, connections } = DEFAULT_RULES;
  return {
    rates: {
      users: { ...DEFAULT_RULES.rates.users, ...ratesOf(root.users, 'users') },
      serviceAccounts: { ...DEFAULT_RULES.rates.serviceAccounts, ...ratesOf(root.serviceAccounts, 'serviceAccounts') },
      strangers: { ...DEFAULT_RULES.rates.strangers, ...ratesOf(root.strangers, 'strangers') },
    },
    overrides: listOf(root.overrides, 'overrides').map(overrideOf),
    exempt: exemptOf(root.exempt),
    streams: { ...streams, ...countsOf(root.streams, 'streams', ['perIdentity', 'perAddress']) },
    connections: { ...connections, ...countsOf(root.connections, 'connections', ['perAddress', 'total']) },
  };
}

function ratesOf(value: unknown, at: string, others: readonly string[] = []): Partial<Rates> {
  if (value === undefined) return {};
  const fields = fieldsOf(value, at, [...VERB_CLASSES, ...others]);
  const rates: Partial<Record<VerbClass, Rate | null>> = {};
  for (const verbs of VERB_CLASSES) {
    if (fields[verbs] !== undefined) rates[verbs] = rateOf(fields[verbs], `${at}.${verbs}`);
  }
  return rates;
}

function rateOf(value: unknown, at: string): Rate | null {
  if (value === 'unlimited') return null;
  if (typeof value !== 'object' || value === null) {
    throw new Wrong(at, 'is neither "unlimited" nor a pair of perSecond and burst');
  }
  const { perSecond, burst } = fieldsOf(value, at, ['perSecond', 'burst']);
  return {
    perSecond: numberOf(perSecond, `${at}.perSecond`, { least: 0.001 }),
    burst: numberOf(burst, `${at}.burst`, { least: 1, whole: true }),
  };
}

function overrideOf(value: unknown, index: number): Override {
  const at = `overrides[${index}]`;
  const fields = fieldsOf(value, at, [...VERB_CLASSES, 'name', 'group']);
  if ((fields.name === undefined) === (fields.group === undefined)) {
    throw new Wrong(at, 'needs either a name or a group');
  }
  return {
    name: fields.name === undefined ? undefined : textOf(fields.name, `${at}.name`),
    group: fields.group === undefined ? undefined : textOf(fields.group, `${at}.group`),
    rates: ratesOf(value, at, ['name', 'group']),
  };
}

function exemptOf(value: unknown): LimitRules['exempt'] {
  const fields = value === undefined ? {} : fieldsOf(value, 'exempt', ['names', 'groups']);
  const texts = (name: 'names' | 'groups') =>
    new Set(listOf(fields[name], `exempt.${name}`).map((entry, i) => textOf(entry, `exempt.${name}[${i}]`)));
  return { names: texts('names'), groups: texts('groups') };
}

function countsOf<Name extends string>(
  value: unknown,
  at: string,
  names: readonly Name[],
): Record<Name, number> | object {
  if (value === undefined) return {};
  const fields = fieldsOf(value, at, names);
  return Object.fromEntries(
    names
      .filter((name) => fields[name] !== undefined)
      .map((name) => [name, numberOf(fields[name], `${at}.${name}`, { least: 1, whole: true })]),
  );
}

function fieldsOf(value: unknown, at: string, known: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Wrong(at || 'limits.yaml', 'has to hold fields by name');
  }
  const stray = Object.keys(value).find((name) => !known.includes(name));
  if (stray !== undefined) {
    const field = at === '' ? stray : `${at}.${stray}`;
    throw new Wrong(field.slice(0, 200), `is not a field here; there are ${known.join(', ')}`);
  }
  return value as Record<string, unknown>;
}

function listOf(value: unknown, at: string): unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Wrong(at, 'has to be a list');
  if (value.length > MOST_ENTRIES) throw new Wrong(at, `has more than ${MOST_ENTRIES} entries`);
  return value;
}

function textOf(value: unknown, at: string): string {
  if (typeof value !== 'string' || value === '' || value.length > 512) {
    throw new Wrong(at, 'has to be a text of 1 to 512 characters');
  }
  return value;
}

function numberOf(value: unknown, at: string, { least, whole = false }: { least: number; whole?: boolean }): number {
  const valid = typeof value === 'number' && value >= least && value <= HIGHEST && (!whole || Number.isInteger(value));
  if (!valid) throw new Wrong(at, `has to be a ${whole ? 'whole ' : ''}number from ${least} to ${HIGHEST}`);
  return value;
}
