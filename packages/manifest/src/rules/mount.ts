import { ROUTE_MOUNTS } from '../extension-manifest.ts';
import { type FormatRule, shown } from './rule.ts';

export const mount: FormatRule = {
  description: 'A route hangs under one of the known mounts.',
  check(value, field, report) {
    if (!(ROUTE_MOUNTS as readonly string[]).includes(value)) {
      report('LB1013', field, { found: shown(value), known: ROUTE_MOUNTS.join(', ') });
    }
  },
};
