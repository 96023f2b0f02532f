/** Validation of `extension.json`: by authors' builds, by the server when it takes a package, and by `composeIndex`. */
import type { Problem } from './composed-index.ts';
import type { ExtensionManifest } from './extension-manifest.ts';
import { LIMITS } from './limits.ts';
import { problem } from './problem.ts';
import { checkBounds } from './rules/bounds.ts';
import { MANIFEST_RULES } from './rules/manifest-rules.ts';
import type { Report } from './rules/rule.ts';
import { checkShape } from './rules/shape.ts';

export { LIMITS } from './limits.ts';

export interface ValidateOptions {
  /** `author`: an unknown field or a missing text is an error. `runtime`: it is a warning. */
  mode: 'author' | 'runtime';
  /** Size of `extension.json`, when the caller knows it. */
  bytes?: number;
}

export interface Validation {
  /** The value itself, when there is no error. */
  manifest?: ExtensionManifest;
  /** `params.field` says where: `contributes.routes[2].path`. At most `LIMITS.problems`. */
  errors: Problem[];
  warnings: Problem[];
}

/** Codes that do not keep an extension from running. */
const RUNTIME_WARNINGS = new Set(['LB1005', 'LB1017']);

/**
 * Checks any JSON value. Never throws, and takes time in proportion to the value's size, up to the limit of 2 MB.
 * References between parts are checked once every field has the right shape.
 */
export function validateManifest(value: unknown, options: ValidateOptions): Validation {
  const errors: Problem[] = [];
  const warnings: Problem[] = [];
  const owner = ownerOf(value);
  const report: Report = (code, field, params = {}) => {
    const harmless = isForeignSlot(code, field) || (options.mode === 'runtime' && RUNTIME_WARNINGS.has(code));
    const list = harmless ? warnings : errors;
    if (list.length < LIMITS.problems) list.push(problem(code, { field: field || 'extension.json', ...params }, owner));
  };

  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report('LB1001', '', { reason: 'it is not a JSON object' });
    return { errors, warnings };
  }
  if (!checkBounds(value, options.bytes, report)) return { errors, warnings };
  checkShape(value, report);
  if (errors.some((error) => error.code !== 'LB1005')) return { errors, warnings };

  const manifest = value as ExtensionManifest;
  for (const rule of MANIFEST_RULES) rule.check(manifest, report);
  return errors.length > 0 ? { errors, warnings } : { manifest, errors, warnings };
}

/** A slot that nobody is known to provide may come with another extension; a route's mount can't. */
function isForeignSlot(code: string, field: string): boolean {
  return code === 'LB1013' && field.endsWith('.slot');
}

function ownerOf(value: unknown): { extension?: string; version?: string } {
  if (typeof value !== 'object' || value === null) return {};
  const { name, version } = value as { name?: unknown; version?: unknown };
  return {
    ...(typeof name === 'string' && { extension: name.slice(0, 63) }),
    ...(typeof version === 'string' && { version: version.slice(0, 128) }),
  };
}
