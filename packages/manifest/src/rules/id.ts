import { type FormatRule, shown } from './rule.ts';

export const id: FormatRule = {
  description: 'An id starts with a letter or digit and goes on with a-z, 0-9, dots and hyphens.',
  check(value, field, report) {
    if (!/^[a-z0-9][a-z0-9.-]*$/.test(value)) {
      report('LB1004', field, { expected: 'a-z, 0-9, dots and hyphens', found: shown(value) });
    }
  },
};
