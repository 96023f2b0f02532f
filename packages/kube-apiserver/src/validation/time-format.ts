/** Times as Go reads them. Source: the package `time` of Go, for its sentences. */

const SECONDS_LAYOUT = '2006-01-02T15:04:05Z07:00';
const MICRO_LAYOUT = '2006-01-02T15:04:05.000000Z07:00';

/** Parts of a time in their order, with how the layout calls each. */
const PARTS: readonly (readonly [pattern: RegExp, layout: string])[] = [
  [/^\d{4}/, '2006'],
  [/^-/, '-'],
  [/^\d{2}/, '01'],
  [/^-/, '-'],
  [/^\d{2}/, '02'],
  [/^T/, 'T'],
  [/^\d{2}/, '15'],
  [/^:/, ':'],
  [/^\d{2}/, '04'],
  [/^:/, ':'],
  [/^\d{2}/, '05'],
];

/** What is wrong with a time of RFC 3339, or undefined. */
export function timeProblem(value: string, micro = false): string | undefined {
  const layout = micro ? MICRO_LAYOUT : SECONDS_LAYOUT;
  const refused = (rest: string, part: string) =>
    `parsing time ${JSON.stringify(value)} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(part)}`;
  let rest = value;
  for (const [pattern, part] of PARTS) {
    const found = pattern.exec(rest)?.[0];
    if (found === undefined) return refused(rest, part);
    rest = rest.slice(found.length);
  }
  const fraction = /^[.,]\d+/.exec(rest)?.[0] ?? '';
  if (micro && !/^\.\d{6}$/.test(fraction)) return refused(rest, '.000000');
  rest = rest.slice(fraction.length);
  const zone = /^(?:Z|[+-]\d{2}:\d{2})/.exec(rest)?.[0];
  if (zone === undefined) return refused(rest, 'Z07:00');
  rest = rest.slice(zone.length);
  if (rest !== '') return `parsing time ${JSON.stringify(value)}: extra text: ${JSON.stringify(rest)}`;
  const outside = outOfRange(value);
  return outside === undefined ? undefined : `parsing time ${JSON.stringify(value)}: ${outside} out of range`;
}

function outOfRange(value: string): string | undefined {
  const [month, day] = [Number(value.slice(5, 7)), Number(value.slice(8, 10))];
  const [hour, minute, second] = [value.slice(11, 13), value.slice(14, 16), value.slice(17, 19)].map(Number);
  if (month < 1 || month > 12) return 'month';
  if ((hour ?? 0) > 23) return 'hour';
  if ((minute ?? 0) > 59) return 'minute';
  if ((second ?? 0) > 59) return 'second';
  const longest = new Date(Date.UTC(2000, month, 0)).getUTCDate();
  const leap = new Date(Date.UTC(Number(value.slice(0, 4)), month, 0)).getUTCDate();
  return day < 1 || day > (month === 2 ? leap : longest) ? 'day' : undefined;
}
