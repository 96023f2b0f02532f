import { type FormatRule, shown } from './rule.ts';

export const routePath: FormatRule = {
  description: 'The path of a route consists of plain segments, `:name` parameters and at most one `*`, at the end.',
  check(value, field, report) {
    if (value === '') return;
    const segments = value.split('/');
    const sound = segments.every((segment, index) => {
      if (segment === '*') return index === segments.length - 1;
      if (segment.startsWith(':')) return /^:[A-Za-z_]\w*$/.test(segment);
      return segment !== '.' && segment !== '..' && /^[A-Za-z0-9._~-]+$/.test(segment);
    });
    if (!sound) report('LB1010', field, { found: shown(value) });
  },
};
