import { compare, operandValue, type WhenScope } from './evaluate.ts';
import type { WhenArgument, WhenNode, WhenOperand } from './syntax.ts';

/**
 * Evaluates as far as the scope allows: true, false, or the expression that is left, with everything known put in. For
 * every scope that adds to this one, what is left has the truth of the whole.
 */
export function reduceWhen(node: WhenNode, scope: WhenScope): boolean | WhenNode {
  switch (node.kind) {
    case 'not': {
      const operand = reduceWhen(node.operand, scope);
      return typeof operand === 'boolean' ? !operand : { kind: 'not', operand };
    }
    case 'and':
      return reduceAll('and', node.operands, scope);
    case 'or':
      return reduceAll('or', node.operands, scope);
    case 'compare': {
      const result = compare(node.operator, operandValue(node.left, scope), operandValue(node.right, scope));
      if (result !== undefined) return result;
      return { ...node, left: reduceOperand(node.left, scope), right: reduceOperand(node.right, scope) };
    }
    default: {
      const value = operandValue(node, scope);
      return value === undefined ? reduceOperand(node, scope) : Boolean(value);
    }
  }
}

function reduceAll(kind: 'and' | 'or', operands: WhenNode[], scope: WhenScope): boolean | WhenNode {
  const decisive = kind === 'or';
  const left: WhenNode[] = [];
  for (const operand of operands) {
    const reduced = reduceWhen(operand, scope);
    if (reduced === decisive) return decisive;
    if (typeof reduced === 'boolean') continue;
    if (reduced.kind === kind) left.push(...reduced.operands);
    else left.push(reduced);
  }
  if (left.length === 0) return !decisive;
  return left.length === 1 ? left[0]! : { kind, operands: left };
}

function reduceOperand(node: WhenOperand, scope: WhenScope): WhenOperand {
  const value = operandValue(node, scope);
  if (value !== undefined) return { kind: 'literal', value };
  if (node.kind !== 'call') return node;
  return { ...node, arguments: node.arguments.map((argument) => reduceOperand(argument, scope) as WhenArgument) };
}
