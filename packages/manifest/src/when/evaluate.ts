import { parseWhen } from './parse.ts';
import type { WhenName, WhenNode, WhenOperand, WhenOperator, WhenValue } from './syntax.ts';

/**
 * What an expression is evaluated against. `undefined` means "not known here", which is not the same as absent: a page
 * without a cluster has `cluster: ''`.
 */
export interface WhenScope {
  cluster?: string | undefined;
  workspace?: string | undefined;
  project?: string | undefined;
  locale?: string | undefined;
  user?: string | undefined;
  can?(verb: string, resource: string): boolean | undefined;
  hasResource?(type: string): boolean | undefined;
  feature?(id: string): boolean | undefined;
  installed?(extension: string): boolean | undefined;
}

/**
 * Three-valued truth of an expression: `undefined` when it depends on something the scope does not know. Total: an
 * expression that cannot be read is false, values of different types are unequal and not ordered.
 */
export function evaluateWhen(expression: string | WhenNode, scope: WhenScope): boolean | undefined {
  if (typeof expression !== 'string') return truth(expression, scope);
  const parsed = parseWhen(expression);
  return parsed.ok ? truth(parsed.expression, scope) : false;
}

function truth(node: WhenNode, scope: WhenScope): boolean | undefined {
  switch (node.kind) {
    case 'not': {
      const operand = truth(node.operand, scope);
      return operand === undefined ? undefined : !operand;
    }
    case 'and':
      return fold(node.operands, scope, false);
    case 'or':
      return fold(node.operands, scope, true);
    case 'compare':
      return compare(node.operator, operandValue(node.left, scope), operandValue(node.right, scope));
    default: {
      const value = operandValue(node, scope);
      return value === undefined ? undefined : Boolean(value);
    }
  }
}

/** One operand equal to `decisive` decides, whatever the others are. */
function fold(operands: WhenNode[], scope: WhenScope, decisive: boolean): boolean | undefined {
  let result: boolean | undefined = !decisive;
  for (const operand of operands) {
    const value = truth(operand, scope);
    if (value === decisive) return decisive;
    if (value === undefined) result = undefined;
  }
  return result;
}

/** Value of an operand, or undefined when the scope does not know it. */
export function operandValue(node: WhenOperand, scope: WhenScope): WhenValue | undefined {
  if (node.kind === 'literal') return node.value;
  if (node.kind === 'name') return scope[node.name satisfies WhenName];

  const args: string[] = [];
  for (const argument of node.arguments) {
    const value = operandValue(argument, scope);
    if (value === undefined) return undefined;
    args.push(String(value));
  }
  const [first = '', second = ''] = args;
  switch (node.name) {
    case 'can':
      return scope.can?.(first, second);
    case 'hasResource':
      return scope.hasResource?.(first);
    case 'feature':
      return scope.feature?.(first);
    case 'installed':
      return scope.installed?.(first);
  }
}

export function compare(
  operator: WhenOperator,
  left: WhenValue | undefined,
  right: WhenValue | undefined,
): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (typeof left !== typeof right || typeof left === 'boolean') return false;
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
