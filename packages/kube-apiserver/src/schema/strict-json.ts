import { badRequest, requestEntityTooLarge } from '@luban/kube';
import { scanJson } from './scan-json.ts';

export interface StrictJson {
  value: unknown;
  /** Paths of keys that were there more than once, such as `spec.replicas`. The last one counts. */
  duplicates: string[];
}

/**
 * Parses JSON as the API does. Keys such as `__proto__` become ordinary own properties.
 *
 * @throws StatusError 400 with the parser's sentence, also for what is nested too deeply; 413 for too many fields
 */
export function parseStrictJson(text: string): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${(error as Error).message}`);
  }
  const { duplicates, problem, tooLarge } = scanJson(text);
  if (tooLarge) throw requestEntityTooLarge('etcdserver: request is too large');
  if (problem !== undefined) throw badRequest(`couldn't get version/kind; json parse error: ${problem}`);
  return { value: SURROGATE.test(text) ? wellFormed(value) : value, duplicates };
}

const SURROGATE = /\\u[dD][89a-fA-F]/;

/** Halves of characters become the sign for what is none, as in Go: no encoding could carry them. */
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key.toWellFormed(), wellFormed(member)]));
}
