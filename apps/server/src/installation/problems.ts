import { isStatusError } from '@luban/kube';
import type { Problem } from '@luban/manifest';
import { explain } from '@luban/manifest/messages';
import { Refusal } from '../refusal.ts';

/** A problem of an installation. Hostile text is cut where it enters. */
export function problem(code: string, params: Record<string, string | number>, extension?: string): Problem {
  const known = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? shorten(value) : value,
  ]);
  return { code, params: Object.fromEntries(known), ...(extension !== undefined && { extension }) };
}

/** What went wrong, by number: that of the refusal, or that of a failure of unknown kind. */
export function problemOf(error: unknown, step: string, extension?: string): Problem {
  if (error instanceof Refusal) return problem(error.code, error.params, extension);
  return problem('LB7424', { step, reason: reasonOf(error) }, extension);
}

/** For conditions and `kubectl`. */
export function sentenceOf(found: Problem): string {
  return `${explain(found, 'en').sentence} (${found.code})`;
}

/** For those who read a failure without a number. */
export function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return sentenceOf(problem(error.code, error.params));
  const text = error instanceof Error ? error.message : String(error);
  return isStatusError(error) ? text : (text.split('\n')[0] ?? '');
}

function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
