import { createHash } from 'node:crypto';
import { parse, stringify } from 'yaml';
import { Refusal } from '../refusal.ts';

type Values = Record<string, unknown>;

/** Longer ones do not fit ten times into a journal. */
const LONGEST = 96 * 1024;

/**
 * Helm values as somebody wrote them.
 *
 * @param field of the plan, for the message
 * @throws Refusal LB7404
 */
export function parseValues(text: string | undefined, field: string): Values {
  const refuse = (reason: string) => new Refusal(422, 'LB7404', { field, reason: reason.slice(0, 200) });
  if (text === undefined || text.trim() === '') return {};
  if (Buffer.byteLength(text) > LONGEST) throw refuse(`it is longer than ${LONGEST} bytes`);
  let values: unknown;
  try {
    values = parse(text, { maxAliasCount: 100 });
  } catch (error) {
    throw refuse((error instanceof Error ? error.message : String(error)).split('\n')[0]!.replace(/[.:]+$/, ''));
  }
  if (values === null || values === undefined) return {};
  if (!isMap(values)) throw refuse('the document is no map of values');
  return values;
}

/** Values of one cluster: maps are merged, lists and single values replaced. @throws Refusal LB7404 */
export function effectiveValues(config: string | undefined, override: string | undefined, cluster: string): string {
  const own = parseValues(override, `spec.clusterScheduling.overrides.${cluster}`);
  if (Object.keys(own).length === 0) return config ?? '';
  return stringify(merged(parseValues(config, 'spec.config'), own));
}

/** Source: KubeSphere 4, `configHash`: an FNV-1a hash of the values' text. */
export function configHash(values: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(values)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}

/** Tells apart what was asked for. */
export function digestOf(...parts: readonly (string | undefined)[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest('hex')
    .slice(0, 24);
}

function merged(base: Values, override: Values): Values {
  const values: Values = Object.create(null) as Values;
  for (const [key, value] of Object.entries(base)) values[key] = value;
  for (const [key, value] of Object.entries(override)) {
    const before = values[key];
    values[key] = isMap(before) && isMap(value) ? merged(before, value) : value;
  }
  return values;
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
