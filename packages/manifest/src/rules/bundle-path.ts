import { LIMITS } from '../limits.ts';
import { type FormatRule, shown } from './rule.ts';

export const bundlePath: FormatRule = {
  description: 'A path stays inside `ui/`: relative, no `..`, no backslash, no scheme, nothing percent-encoded.',
  check(value, field, report) {
    if (!isBundlePath(value)) report('LB1010', field, { found: shown(value) });
  },
};

export const cataloguePath: FormatRule = {
  description: 'The path of the catalogues stays inside `ui/` and has a place for the locale.',
  check(value, field, report) {
    if (!isBundlePath(value.replaceAll('{locale}', 'en'))) report('LB1010', field, { found: shown(value) });
    else if (!value.includes('{locale}')) report('LB1004', field, { expected: '{locale}', found: shown(value) });
  },
};

/** Characters that need no escape in a URL; `%` is not among them, so nothing can hide behind an encoding. */
export function isBundlePath(value: string): boolean {
  if (value.length > LIMITS.path) return false;
  return value
    .split('/')
    .every((segment) => segment !== '.' && segment !== '..' && /^[A-Za-z0-9._~@$+=,()[\]!-]+$/.test(segment));
}
