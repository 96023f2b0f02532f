import { type FormatRule, shown } from './rule.ts';

export const tokenName: FormatRule = {
  description: 'A design token is named without the leading --lb-, in a-z, 0-9 and hyphens.',
  check(value, field, report) {
    if (!/^[a-z0-9][a-z0-9-]*$/.test(value)) {
      report('LB1004', field, { expected: 'a-z, 0-9 and hyphens', found: shown(value) });
    }
  },
};

/** Nothing that fetches, ends the declaration or starts another. */
const FUNCTIONS = new Set(
  'oklch oklab rgb rgba hsl hsla hwb lab lch color color-mix light-dark calc min max clamp var cubic-bezier'.split(' '),
);

export const tokenValue: FormatRule = {
  description:
    'The value of a design token is a colour, a length or a number: it loads nothing and ends no declaration.',
  check(value, field, report) {
    const functions = [...value.matchAll(/([a-zA-Z-]*)\(/g)].map((match) => match[1]!.toLowerCase());
    // A slash stands between spaces, as before the alpha of a colour.
    const sound =
      /^[A-Za-z0-9#%.,() +*-]+$/.test(value.replaceAll(' / ', ' ')) &&
      functions.every((name) => name === '' || FUNCTIONS.has(name));
    if (!sound) report('LB1004', field, { expected: '#0a7, oklch(…), 4px, 0.5', found: shown(value) });
  },
};
