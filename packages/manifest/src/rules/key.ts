import { type FormatRule, shown } from './rule.ts';

const NAMED =
  /^(?:[a-z0-9]|f(?:[1-9]|1[0-2])|enter|escape|space|tab|backspace|delete|home|end|pageup|pagedown|arrow(?:up|down|left|right)|[?/.,;'[\]\\`=-])$/;
const MODIFIERS = ['mod', 'ctrl', 'alt', 'shift', 'meta'];

/** Keys that people move, choose and edit with, wherever they are: nobody may have one to himself for the whole page. */
const EVERYBODYS = /^(?:enter|escape|space|tab|backspace|delete|home|end|page(?:up|down)|arrow(?:up|down|left|right))$/;

export const key: FormatRule = {
  description:
    'A key is modifiers and one key, joined by +: `mod+shift+r`. Keys such as Tab or Enter need a modifier besides Shift.',
  check(value, field, report) {
    const parts = value.toLowerCase().split('+');
    const last = parts.pop()!;
    const sound =
      NAMED.test(last) && parts.every((part) => MODIFIERS.includes(part)) && new Set(parts).size === parts.length;
    const free = !EVERYBODYS.test(last) || parts.some((part) => part !== 'shift');
    if (!sound || !free) report('LB1004', field, { expected: 'mod+shift+r', found: shown(value) });
  },
};

/** The same text for every spelling of a key: lower case, modifiers in a fixed order. */
export function normalizeKey(value: string): string {
  const parts = value.toLowerCase().split('+');
  const last = parts.pop()!;
  return [...MODIFIERS.filter((modifier) => parts.includes(modifier)), last].join('+');
}
