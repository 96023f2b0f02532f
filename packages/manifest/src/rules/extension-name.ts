import { type FormatRule, shown } from './rule.ts';

export const extensionName: FormatRule = {
  description: 'The name of an extension is a DNS label: a-z, 0-9 and inner hyphens, at most 63 characters.',
  check(value, field, report) {
    if (!isExtensionName(value)) report('LB1006', field, { found: shown(value) });
  },
};

export function isExtensionName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 63 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(value);
}
