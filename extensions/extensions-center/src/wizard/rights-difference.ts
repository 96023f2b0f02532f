import type { Rule } from '../center-api.ts';

/** Rule by rule, as they are written. */
export function differenceOf(before: readonly Rule[], after: readonly Rule[]): { added: Rule[]; removed: Rule[] } {
  const keyOf = ({ risk: _, ...rule }: Rule) => JSON.stringify(Object.entries(rule).sort());
  const [old, now] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  return {
    added: after.filter((rule) => !old.has(keyOf(rule))),
    removed: before.filter((rule) => !now.has(keyOf(rule))),
  };
}
