/** Label selectors in the form of a query parameter and of an object. Source: k8s.io/apimachinery/pkg/labels. */

export type LabelOperator = 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';

export interface LabelRequirement {
  key: string;
  operator: LabelOperator;
  values: readonly string[];
}

/** The `LabelSelector` of API objects. */
export interface LabelSelectorObject {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

/** All requirements have to hold; none matches everything. */
export type LabelSelector = readonly LabelRequirement[];

/** A selector that cannot be parsed; the message is the one of Kubernetes. */
export class SelectorError extends Error {
  override name = 'SelectorError';
}

const LABEL_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_PREFIX = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Parses `app=web,tier in (a, b),!gone,canary notin (x),size>3`.
 *
 * @throws SelectorError
 */
export function parseLabelSelector(text: string): LabelSelector {
  const tokens = tokenize(text);
  const requirements: LabelRequirement[] = [];
  let at = 0;
  const next = () => tokens[at++] ?? '';
  while (at < tokens.length) {
    requirements.push(requirement(next, () => tokens[at] ?? ''));
    if (at >= tokens.length) break;
    const separator = next();
    if (separator !== ',') throw unexpected(separator, "',' or 'end of string'");
    if (at >= tokens.length) throw unexpected('', "identifier after ','");
  }
  return requirements;
}

/** @throws SelectorError */
export function labelSelectorFromObject(selector: LabelSelectorObject | undefined): LabelSelector {
  const equal = Object.entries(selector?.matchLabels ?? {}).map(
    ([key, value]): LabelRequirement => ({ key, operator: 'in', values: [value] }),
  );
  const expressions = (selector?.matchExpressions ?? []).map(({ key, operator, values = [] }): LabelRequirement => {
    const name = OBJECT_OPERATORS[operator];
    if (name === undefined) throw new SelectorError(`"${operator}" is not a valid label selector operator`);
    return { key, operator: name, values };
  });
  return [...equal, ...expressions];
}

const OBJECT_OPERATORS: Record<string, LabelOperator | undefined> = {
  __proto__: null as never,
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
};

export function matchesLabels(selector: LabelSelector, labels: Readonly<Record<string, string>> | undefined): boolean {
  for (const requirement of selector) if (!holds(requirement, labels)) return false;
  return true;
}

function holds({ key, operator, values }: LabelRequirement, labels: Readonly<Record<string, string>> | undefined) {
  const own = labels?.[key];
  // What is inherited, such as under `constructor`, is no text.
  const value = typeof own === 'string' ? own : undefined;
  switch (operator) {
    case 'in':
      return values.length === 1 ? value === values[0] : value !== undefined && values.includes(value);
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt': {
      const bound = values[0]!;
      if (value === undefined || !/^[+-]?\d+$/.test(value)) return false;
      return operator === 'gt' ? BigInt(value) > BigInt(bound) : BigInt(value) < BigInt(bound);
    }
  }
}

/** The query form of a selector; parsing it again gives an equal selector. */
export function formatLabelSelector(selector: LabelSelector): string {
  return selector
    .map(({ key, operator, values }) => {
      if (operator === 'exists') return key;
      if (operator === '!') return `!${key}`;
      if (operator === 'gt') return `${key}>${values[0]}`;
      if (operator === 'lt') return `${key}<${values[0]}`;
      if (operator === 'in' && values.length === 1) return `${key}=${values[0]}`;
      return `${key} ${operator} (${[...values].sort().join(',')})`;
    })
    .join(',');
}

function requirement(next: () => string, peek: () => string): LabelRequirement {
  let key = next();
  if (key === '!') {
    key = lookupKey(validKey(next()));
    return { key, operator: '!', values: [] };
  }
  key = lookupKey(validKey(key));
  const operator = peek();
  if (operator === '' || operator === ',') return { key, operator: 'exists', values: [] };
  next();
  if (operator === 'in' || operator === 'notin') return { key, operator, values: valueList(next) };
  if (operator === '=' || operator === '==' || operator === '!=') {
    const value = /^[,)]?$/.test(peek()) ? '' : next();
    return { key, operator: operator === '!=' ? 'notin' : 'in', values: [validValue(value)] };
  }
  if (operator === '>' || operator === '<') {
    const value = next();
    if (!/^[+-]?\d+$/.test(value)) {
      throw new SelectorError(`for 'Gt', 'Lt' operators, the value must be an integer, got "${value}"`);
    }
    return { key, operator: operator === '>' ? 'gt' : 'lt', values: [value] };
  }
  throw unexpected(operator, 'in, notin, =, ==, !=, gt, lt');
}

function valueList(next: () => string): string[] {
  const open = next();
  if (open !== '(') throw unexpected(open, "'('");
  const values = new Set<string>();
  for (let token = next(), afterComma = true; ; token = next()) {
    if (token === ')') {
      if (afterComma) values.add('');
      return [...values].sort();
    }
    if (token === ',') {
      if (afterComma) values.add('');
      afterComma = true;
      continue;
    }
    if (token === '' || !afterComma) throw unexpected(token, "',' or ')'");
    values.add(validValue(token));
    afterComma = false;
  }
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  const pattern = /\s*(==|!=|[=!<>(),]|[^\s=!<>(),]+)\s*/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) break;
    tokens.push(match[1]!);
  }
  return tokens;
}

function unexpected(found: string, expected: string): SelectorError {
  return new SelectorError(`unable to parse requirement: found '${found}', expected: ${expected}`);
}

/**
 * The same text as engines keep names of properties. A piece of a query is none of these, and would be looked up among all
 * names for each object that the selector is asked about.
 */
function lookupKey(key: string): string {
  return Object.keys({ [key]: true })[0]!;
}

function validKey(key: string): string {
  const slash = key.indexOf('/');
  const name = slash < 0 ? key : key.slice(slash + 1);
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const valid = LABEL_NAME.test(name) && (prefix === undefined || (prefix.length <= 253 && LABEL_PREFIX.test(prefix)));
  if (!valid) {
    throw new SelectorError(
      `unable to parse requirement: <nil>: Invalid value: "${key}": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
    );
  }
  return key;
}

function validValue(value: string): string {
  if (value !== '' && !LABEL_NAME.test(value)) {
    throw new SelectorError(
      `unable to parse requirement: values[0]: Invalid value: "${value}": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
    );
  }
  return value;
}
