import { badRequest } from '@luban/kube';
import { scanJson } from './scan-json.ts';

export interface StrictJson {
  value: unknown;
  /** Paths of keys that were there more than once, such as `spec.replicas`. The last one counts. */
  duplicates: string[];
}

/**
 * Parses JSON as the API does. Keys such as `__proto__` become ordinary own properties.
 *
 * @throws StatusError 400 with the parser's sentence, also for what is nested too deeply
 */
export function parseStrictJson(text: string): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${(error as Error).message}`);
  }
  const { duplicates, problem } = scanJson(text);
  if (problem !== undefined) throw badRequest(`couldn't get version/kind; json parse error: ${problem}`);
  return { value, duplicates };
}
