import type { IntOrString } from '@luban/kube/kinds';

/**
 * `3` or `25%` of a total, as a whole number.
 *
 * @returns undefined when the value is neither
 */
export function fractionOf(value: IntOrString | undefined, total: number, round: 'up' | 'down'): number | undefined {
  if (typeof value === 'number') return value;
  const percent = /^(\d{1,9})%$/.exec(value ?? '')?.[1];
  if (percent === undefined) return undefined;
  const exact = (Number(percent) * total) / 100;
  return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}
