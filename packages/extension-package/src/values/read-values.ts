import { isMap, isScalar } from 'yaml';
import { CONTENT_LIMITS } from '../limits.ts';
import { isRecord, Place } from '../metadata/field.ts';
import type { Findings } from '../package-error.ts';
import { readText, readYaml } from '../yaml/read-yaml.ts';

export const VALUES_FILE = 'values.yaml';
export const SCHEMA_FILE = 'values.schema.json';

/** As they were written: their comments explain them. */
export function readValues(content: Uint8Array | undefined, findings: Findings): string {
  if (content === undefined) return '';
  const options = { limit: CONTENT_LIMITS.values, size: 40_000, duplicates: 'warning' } as const;
  const documents = readYaml(content, VALUES_FILE, options, findings);
  const [first] = documents ?? [];
  const root = first?.contents ?? null;
  if (root !== null && !isMap(root) && !(isScalar(root) && root.value === null)) {
    new Place(findings, VALUES_FILE).error('LB7117', { expected: 'map', found: 'other' });
  }
  return documents === undefined ? '' : (readText(content, VALUES_FILE, CONTENT_LIMITS.values, findings) ?? '');
}

/** `values.schema.json`; helm and the form look at the rest of it. */
export function readSchema(content: Uint8Array | undefined, findings: Findings): unknown {
  const text = content && readText(content, SCHEMA_FILE, CONTENT_LIMITS.values, findings);
  if (text === undefined) return undefined;
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch (error) {
    return findings.error('LB7135', SCHEMA_FILE, { reason: (error as Error).message.slice(0, 200) });
  }
  const place = new Place(findings, SCHEMA_FILE);
  if (!isRecord(schema)) return place.error('LB7117', { expected: 'map', found: 'other' });
  const { type, properties } = schema;
  if (type !== undefined && type !== 'object')
    return place.below('type').error('LB7124', { found: String(type), allowed: 'object' });
  if (properties !== undefined && !isRecord(properties)) {
    return place.below('properties').error('LB7117', { expected: 'map', found: 'other' });
  }
  return schema;
}
