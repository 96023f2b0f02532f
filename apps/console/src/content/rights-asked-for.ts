import type { WhenNode } from '@luban/manifest';

/** Verb and resource of each `can()` in an expression. */
export function rightsAskedFor(node: WhenNode): [verb: string, resource: string][] {
  if (node.kind === 'not') return rightsAskedFor(node.operand);
  if (node.kind === 'and' || node.kind === 'or') return node.operands.flatMap(rightsAskedFor);
  if (node.kind === 'compare') return [...rightsAskedFor(node.left), ...rightsAskedFor(node.right)];
  if (node.kind !== 'call' || node.name !== 'can') return [];
  const [verb, resource] = node.arguments.map((argument) =>
    argument.kind === 'literal' ? String(argument.value) : '',
  );
  return [[verb ?? '', resource ?? '']];
}
