import { PackageError } from '@luban/extension-package';
import { RegistryError } from '@luban/extension-package/registry';
import type { Problem } from '@luban/manifest';
import { Refusal } from '../refusal.ts';

/** What went wrong with a package or a repository, by number. */
export function problemOf(error: unknown, about: { name?: string; version?: string } = {}): Problem {
  const owner = { ...(about.name && { extension: about.name }), ...(about.version && { version: about.version }) };
  if (error instanceof PackageError && error.problems[0] !== undefined) return { ...error.problems[0], ...owner };
  if (error instanceof Refusal || error instanceof RegistryError) {
    return { code: error.code, params: { ...error.params }, ...owner };
  }
  // Whoever wraps a refusal, such as a connection whose address is out of bounds, names it as the cause.
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Refusal) return problemOf(cause, about);
  const reason = error instanceof Error ? error.message.slice(0, 300) : String(error).slice(0, 300);
  return { code: 'LB7314', params: { reason: reason || 'unknown' }, ...owner };
}
