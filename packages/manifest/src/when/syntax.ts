/**
 * The `when` language: literals, a fixed list of names, calls to a fixed list of pure functions, `!`, `&&`, `||` and
 * comparisons. No assignment, no member access, no loops: every expression ends, and nothing is ever evaluated as code.
 */

/** Names that an expression may use. Their values are strings; `''` means that there is none, as on a global page. */
export const WHEN_NAMES = ['cluster', 'workspace', 'project', 'locale', 'user'] as const;
export type WhenName = (typeof WHEN_NAMES)[number];

/** Functions that an expression may call, with the number of arguments each takes. */
export const WHEN_FUNCTIONS = { can: 2, hasResource: 1, feature: 1, installed: 1 } as const;
export type WhenFunction = keyof typeof WHEN_FUNCTIONS;

export const WHEN_OPERATORS = ['==', '!=', '<', '<=', '>', '>='] as const;
export type WhenOperator = (typeof WHEN_OPERATORS)[number];

/** Longest expression, in UTF-16 units. */
export const WHEN_MAX_LENGTH = 1000;
/** Deepest nesting of parentheses and negations. */
export const WHEN_MAX_DEPTH = 32;

export type WhenValue = string | number | boolean;

export type WhenOperand =
  | { kind: 'literal'; value: WhenValue }
  | { kind: 'name'; name: WhenName }
  | { kind: 'call'; name: WhenFunction; arguments: WhenArgument[] };

export type WhenArgument = { kind: 'literal'; value: WhenValue } | { kind: 'name'; name: WhenName };

/** `and` and `or` hold two or more operands and never an operand of their own kind. */
export type WhenNode =
  | WhenOperand
  | { kind: 'not'; operand: WhenNode }
  | { kind: 'and'; operands: WhenNode[] }
  | { kind: 'or'; operands: WhenNode[] }
  | { kind: 'compare'; operator: WhenOperator; left: WhenOperand; right: WhenOperand };

export type WhenParse =
  | { ok: true; expression: WhenNode }
  /** `position` counts UTF-16 units from the start of the text. */
  | { ok: false; position: number; message: string };
