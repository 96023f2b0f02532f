import type { WhenNode, WhenValue } from './syntax.ts';

/** Text of an expression, with no parentheses but the needed ones. `parseWhen` reads it back to an equal tree. */
export function printWhen(node: WhenNode): string {
  switch (node.kind) {
    case 'literal':
      return printValue(node.value);
    case 'name':
      return node.name;
    case 'call':
      return `${node.name}(${node.arguments.map(printWhen).join(', ')})`;
    case 'not':
      return `!${isBare(node.operand) ? printWhen(node.operand) : `(${printWhen(node.operand)})`}`;
    case 'compare':
      return `${printWhen(node.left)} ${node.operator} ${printWhen(node.right)}`;
    case 'and':
      return node.operands
        .map((operand) => (operand.kind === 'or' ? `(${printWhen(operand)})` : printWhen(operand)))
        .join(' && ');
    case 'or':
      return node.operands.map(printWhen).join(' || ');
  }
}

function isBare(node: WhenNode): boolean {
  return node.kind !== 'and' && node.kind !== 'or' && node.kind !== 'compare';
}

function printValue(value: WhenValue): string {
  return typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&')}'` : String(value);
}
