/** Ranges of versions in the notation of charts. Source: Masterminds/semver 3, which Helm and KubeSphere read them with. */

/** One condition on a version. */
export interface Comparator {
  operator: Operator;
  major: number;
  minor: number;
  patch: number;
  /** Without the hyphen; empty: none. */
  prerelease: string;
  /** The first part that is left out or written as `x`, `X` or `*`; such a condition is about all versions below the rest. */
  open?: 'major' | 'minor' | 'patch';
}

export type Operator = '=' | '!=' | '>' | '<' | '>=' | '<=' | '~' | '^';

/** One of the alternatives has to hold, of an alternative all conditions. */
export type VersionRange = readonly (readonly Comparator[])[];

/** Characters. Nobody writes one by hand that is longer. */
const LONGEST = 512;

const OPERATORS: Readonly<Record<string, Operator>> = {
  '': '=',
  '=': '=',
  '!=': '!=',
  '>': '>',
  '<': '<',
  '>=': '>=',
  '=>': '>=',
  '<=': '<=',
  '=<': '<=',
  '~': '~',
  '~>': '~',
  '^': '^',
};

const PART = '[0-9]+|[xX*]';
const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = `v?(?:${PART})(?:\\.(?:${PART}))?(?:\\.(?:${PART}))?(?:-${IDENTIFIERS})?(?:\\+${IDENTIFIERS})?`;
const COMPARATOR = new RegExp(`(=>|>=|=<|<=|!=|~>|[=<>~^]|)\\s*(${VERSION})`, 'y');
const PARTS = new RegExp(`^v?(${PART})(?:\\.(${PART}))?(?:\\.(${PART}))?(?:-(${IDENTIFIERS}))?(?:\\+${IDENTIFIERS})?$`);
const HYPHEN = /\s+-\s+/y;
/** Between two conditions that both have to hold. */
const AND = /\s*,\s*|\s+/y;

/** @returns undefined when it is no range */
export function parseRange(text: string): VersionRange | undefined {
  if (text.length > LONGEST) return undefined;
  const alternatives: Comparator[][] = [];
  for (const part of text.split('||')) {
    const comparators = parseAlternative(part.trim());
    if (comparators === undefined) return undefined;
    alternatives.push(comparators);
  }
  return alternatives;
}

function parseAlternative(text: string): Comparator[] | undefined {
  const comparators: Comparator[] = [];
  for (let at = 0; ; ) {
    const first = match(COMPARATOR, text, at);
    if (first === undefined) return undefined;
    at = first.end;
    const [, operator, version] = first.found;
    const hyphen = operator === '' ? match(HYPHEN, text, at) : undefined;
    const last = hyphen === undefined ? undefined : match(COMPARATOR, text, hyphen.end);
    const pair: [string, string][] = [[operator!, version!]];
    if (last !== undefined && last.found[1] === '') {
      at = last.end;
      pair[0]![0] = '>=';
      pair.push(['<=', last.found[2]!]);
    }
    for (const [sign, written] of pair) {
      const comparator = parseComparator(OPERATORS[sign]!, written);
      if (comparator === undefined) return undefined;
      comparators.push(comparator);
    }
    if (at === text.length) return comparators;
    const and = match(AND, text, at);
    if (and === undefined) return undefined;
    at = and.end;
  }
}

function parseComparator(operator: Operator, version: string): Comparator | undefined {
  const [, ...written] = PARTS.exec(version) ?? [];
  const numbers = written
    .slice(0, 3)
    .map((part) => (part === undefined || /[xX*]/.test(part) ? undefined : Number(part)));
  const first = numbers.indexOf(undefined);
  // What follows an open part is of no account.
  const [major = 0, minor = 0, patch = 0] = first < 0 ? numbers : numbers.slice(0, first);
  if (![major, minor, patch].every(Number.isSafeInteger)) return undefined;
  const prerelease = written[3] ?? '';
  // A number in it has no leading zero. The library that compares versions takes none that is longer than 256.
  if (prerelease.length > 200 || prerelease.split('.').some((identifier) => /^0\d+$/.test(identifier)))
    return undefined;
  const open = (['major', 'minor', 'patch'] as const)[first];
  return { operator, major, minor, patch, prerelease, ...(open !== undefined && { open }) };
}

function match(pattern: RegExp, text: string, at: number): { found: RegExpExecArray; end: number } | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found === null ? undefined : { found, end: at + found[0].length };
}
