import { type FormatRule, shown } from './rule.ts';

export const integrity: FormatRule = {
  description: 'A digest is sha384- and 64 characters of base64.',
  check(value, field, report) {
    if (!/^sha384-[A-Za-z0-9+/]{64}$/.test(value)) {
      report('LB1004', field, { expected: 'sha384-…', found: shown(value) });
    }
  },
};
