import { parseWhen } from '../when/parse.ts';
import type { FormatRule } from './rule.ts';

export const whenExpression: FormatRule = {
  description: 'A condition can be read: known names and functions, operators and literals, nothing else.',
  check(value, field, report) {
    const parsed = parseWhen(value);
    if (!parsed.ok)
      report('LB1009', field, { position: parsed.position + 1, reason: parsed.message, expression: value });
  },
};
