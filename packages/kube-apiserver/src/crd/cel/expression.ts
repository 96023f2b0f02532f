/** Expressions of CEL, compiled and run within limits. */
import { TypeError as CelTypeError, type Environment, EvaluationError, ParseError } from '@marcbachmann/cel-js';
import { charge, LARGEST, sizeOf } from './cost.ts';
import { celEqual, celIn } from './values.ts';

/** What is wrong with an expression, as the compiler of Kubernetes lays it out. */
export class CompileError extends Error {
  override name = 'CompileError';
}

export interface Expression {
  /** Name of the type of its result. */
  readonly type: string;
  /** Identifiers that stand for variables. */
  readonly variables: ReadonlySet<string>;
  /** @throws Error whose message is the one of CEL; CostExceeded */
  evaluate(variables: Readonly<Record<string, unknown>>): unknown;
}

/** The parts of a node of the library's tree that are needed to meter it. */
interface Node {
  op: string;
  args: unknown;
  receiverWithArgs?: Node[];
  left?: Node;
  right?: Node;
  evaluate: Evaluate;
  readonly meta: { alternate?: Node; macro?: { evaluate: Evaluate }; evaluate: Evaluate };
  handle?: (...args: unknown[]) => unknown;
}

type Evaluate = (evaluator: Evaluator, node: unknown, context: unknown) => unknown;

interface Evaluator {
  run(node: Node, context: unknown): unknown;
}

/** Functions of the library that are not to be used, and what stands in for them. */
const REPLACED: ReadonlyMap<string, string> = new Map([
  // It matches with JavaScript's expressions, which can be made to take forever.
  ['matches', 'matches__re2'],
  ['lowerAscii', 'lowerAscii__only'],
  ['upperAscii', 'upperAscii__only'],
]);

/** @throws CompileError */
export function compileExpression(environment: Environment, text: string): Expression {
  try {
    const program = environment.parse(text);
    const nodes = nodesOf(program.ast);
    for (const node of nodes) replaceFunctions(node);
    const checked = program.check();
    if (!checked.valid) throw checked.error;
    for (const node of nodes) meter(node);
    const variables = new Set(nodes.flatMap((node) => (node.op === 'id' ? [String(node.args)] : [])));
    return {
      type: checked.type ?? 'dyn',
      variables,
      evaluate: (values) => run(() => program({ ...values })),
    };
  } catch (error) {
    if (error instanceof ParseError || error instanceof CelTypeError) throw new CompileError(layOut(error, text));
    throw new CompileError(`ERROR: <input>:1:1: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function run(evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof EvaluationError) throw new Error(plain(error.summary));
    // A stack that is used up, or a text that is too long.
    if (error instanceof RangeError) throw new Error('operation exceeded the limits of this server');
    throw error;
  }
}

const REWORDED: readonly (readonly [RegExp, string])[] = [
  [/^No such key: index out of bounds, index (-?\d+).*/, 'index out of bounds: $1'],
  [/^No such key: (.*)/, 'no such key: $1'],
  [/^integer overflow.*/, 'integer overflow'],
  [/^modulo by zero/, 'modulus by zero'],
];

function plain(summary: string): string {
  let text = withPublicNames(summary);
  for (const [pattern, replacement] of REWORDED) text = text.replace(pattern, replacement);
  return text;
}

function withPublicNames(text: string): string {
  let result = text;
  for (const [name, replacement] of REPLACED) result = result.replaceAll(replacement, name);
  return result;
}

/** `ERROR: <input>:1:6: undefined field 'x'`, the line, and a mark below. */
function layOut(error: ParseError | CelTypeError, text: string): string {
  const at = Math.min(error.range?.start ?? 0, text.length);
  const before = text.slice(0, at).split('\n');
  const line = text.split('\n')[before.length - 1] ?? '';
  const column = (before.at(-1) ?? '').length;
  const detail = withPublicNames(error.summary)
    .replace(/^No such key: (.*)$/, "undefined field '$1'")
    .replace(/^Unknown variable: (.*)$/, "undeclared reference to '$1' (in container '')");
  const introduction = error instanceof ParseError ? 'Syntax error: ' : '';
  const mark = `${'.'.repeat(Math.min(column, 500))}^`;
  return `ERROR: <input>:${before.length}:${column + 1}: ${introduction}${detail}\n | ${line}\n | ${mark}`;
}

/** All nodes of a tree, those that macros made included. */
function nodesOf(root: unknown): Node[] {
  const seen = new Set<object>();
  const nodes: Node[] = [];
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (isNode(value)) {
      nodes.push(value);
      waiting.push(value.args, value.meta.alternate, value.meta.macro);
    } else if (Array.isArray(value)) waiting.push(...value);
    else if (Object.getPrototypeOf(value) === Object.prototype) waiting.push(...Object.values(value));
  }
  return nodes;
}

function isNode(value: object): value is Node {
  return 'op' in value && 'args' in value && 'meta' in value && typeof value.op === 'string';
}

function replaceFunctions({ op, args }: Node): void {
  if ((op !== 'call' && op !== 'rcall') || !Array.isArray(args)) return;
  const replacement = REPLACED.get(String(args[0]));
  if (replacement !== undefined) args[0] = replacement;
}

/** Makes a node pay for what it does before it does it. */
function meter(node: Node): void {
  const { alternate, macro } = node.meta;
  if (alternate !== undefined) {
    node.evaluate = (evaluator, _node, context) => evaluator.run(alternate, context);
    return;
  }
  const evaluate = macro === undefined ? meteredOperator(node) : macro.evaluate;
  const subject: unknown = macro ?? node;
  node.evaluate = (evaluator, _node, context) => {
    charge(1);
    return evaluate(evaluator, subject, context);
  };
}

function meteredOperator(node: Node): Evaluate {
  const { op } = node;
  const original = node.meta.evaluate;
  if (op === 'call' || op === 'rcall') return callOf(node);
  if (op === '==' || op === '!=') {
    return (evaluator, _node, context) => {
      const [left, right] = operands(node, evaluator, context);
      return celEqual(left, right) === (op === '==');
    };
  }
  if (op === 'in' || op === '+') {
    return (evaluator, _node, context) => {
      const [left, right] = operands(node, evaluator, context);
      if (op === 'in') {
        const isIn = celIn(left, right);
        if (isIn !== undefined) return isIn;
      } else charge(sizeOf(left) + sizeOf(right));
      return node.handle?.(left, right, node, evaluator);
    };
  }
  return original;
}

function operands(node: Node, evaluator: Evaluator, context: unknown): [unknown, unknown] {
  if (node.left === undefined || node.right === undefined) throw new Error(`operator ${node.op} is not checked`);
  return [evaluator.run(node.left, context), evaluator.run(node.right, context)];
}

function callOf(node: Node): Evaluate {
  const isMethod = node.op === 'rcall';
  return (evaluator, _node, context) => {
    const parts = isMethod ? node.receiverWithArgs : (node.args as [string, Node[]])[1];
    const values = (parts ?? []).map((part) => evaluator.run(part, context));
    let cost = 0;
    for (const value of values) cost += sizeOf(value);
    charge(cost);
    const result = isMethod ? node.handle?.(values, evaluator, node) : node.handle?.(values, node, evaluator);
    const size = sizeOf(result);
    if (size > LARGEST) throw new Error('result is too large');
    charge(size);
    return result;
  };
}
