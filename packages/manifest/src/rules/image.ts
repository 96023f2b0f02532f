import { isBundlePath } from './bundle-path.ts';
import { type FormatRule, shown } from './rule.ts';

export const image: FormatRule = {
  description: 'The icon of an extension is a path inside `ui/`, or a data: URI of an image.',
  check(value, field, report) {
    if (value.startsWith('data:')) {
      if (!/^data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,][!-~]*$/.test(value)) {
        report('LB1011', field, { found: shown(value) });
      }
    } else if (!isBundlePath(value)) {
      report('LB1010', field, { found: shown(value) });
    }
  },
};
