import { type JsonPath, JsonPathError, parseJsonPath } from './json-path.ts';

/** `@.type=="Ready"`, or `@.ready` for "is there". */
export interface Filter {
  left: Operand;
  operator: '==' | '!=' | '<' | '<=' | '>' | '>=' | 'exists';
  right: Operand;
}

type Operand = { path: JsonPath } | { literal: string | number | boolean | null };

/** @throws JsonPathError */
export function parseFilter(text: string, depth: number): Filter {
  const { at, operator } = findOperator(text);
  if (operator === undefined) return { left: operand(text, depth), operator: 'exists', right: { literal: null } };
  return {
    left: operand(text.slice(0, at), depth),
    operator,
    right: operand(text.slice(at + operator.length), depth),
  };
}

/** Values of different types are unequal and in no order. */
export function passes({ left, operator, right }: Filter, item: unknown): boolean {
  const [first] = valuesOf(left, item);
  if (operator === 'exists') return first !== undefined;
  const [second] = valuesOf(right, item);
  if (first === undefined || second === undefined) return false;
  if (operator === '==') return first === second;
  if (operator === '!=') return first !== second;
  if (typeof first === 'number' && typeof second === 'number') return ordered(operator, first, second);
  return typeof first === 'string' && typeof second === 'string' && ordered(operator, first, second);
}

function ordered<T extends string | number>(operator: '<' | '<=' | '>' | '>=', a: T, b: T): boolean {
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

function valuesOf(operand: Operand, item: unknown): unknown[] {
  return 'path' in operand ? operand.path.find(item) : [operand.literal];
}

function operand(text: string, depth: number): Operand {
  const trimmed = text.trim();
  const quoted = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')$/s.exec(trimmed);
  if (quoted !== null) return { literal: (quoted[1] ?? quoted[2] ?? '').replace(/\\(.)/gs, '$1') };
  if (/^[-+]?\d+(?:\.\d+)?$/.test(trimmed)) return { literal: Number(trimmed) };
  if (trimmed === 'true' || trimmed === 'false') return { literal: trimmed === 'true' };
  if (trimmed === 'null') return { literal: null };
  if (!/^[@$.]/.test(trimmed)) throw new JsonPathError(`unrecognized character in filter: ${trimmed}`);
  return { path: parseJsonPath(trimmed, depth) };
}

const OPERATORS = ['==', '!=', '<=', '>=', '<', '>'] as const;

function findOperator(text: string): { at: number; operator: (typeof OPERATORS)[number] | undefined } {
  let quote = '';
  let nesting = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote !== '') {
      if (char === '\\') i++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '[') nesting++;
    else if (char === ']') nesting--;
    else if (nesting === 0) {
      const operator = OPERATORS.find((candidate) => text.startsWith(candidate, i));
      if (operator !== undefined) return { at: i, operator };
    }
  }
  return { at: 0, operator: undefined };
}
