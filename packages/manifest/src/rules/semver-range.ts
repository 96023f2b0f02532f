import { validRange } from 'semver';
import type { FormatRule } from './rule.ts';

export const semverRange: FormatRule = {
  description: 'A range of versions is an npm semver range, such as ^2.3.0 or >=1 <3.',
  check(value, field, report) {
    if (value.trim() === '' || validRange(value) === null) report('LB1008', field, { value });
  },
};
