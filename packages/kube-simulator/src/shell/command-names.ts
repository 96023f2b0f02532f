import type { TransformPlugin } from 'just-bash';

/** Deeper scripts are nobody's. */
const DEEPEST = 400;

/**
 * `TOOL="tool --quiet"; $TOOL run` runs `tool` with two arguments: what a variable without quotes holds is split into
 * words, in the place of a command's name too. The shell splits in arguments alone, so the name becomes one.
 */
export const splitCommandNames: TransformPlugin = {
  name: 'split-command-names',
  transform: ({ ast }) => {
    visit(ast, 0);
    return { ast };
  },
};

interface Node {
  type?: unknown;
  name?: unknown;
  args?: unknown;
}

function visit(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
  for (const child of Object.values(value)) visit(child, depth + 1);
  const node = value as Node;
  if (node.type !== 'SimpleCommand' || !Array.isArray(node.args) || !isVariable(node.name)) return;
  node.args.unshift(node.name);
  node.name = { type: 'Word', parts: [{ type: 'Literal', value: 'command' }] };
}

function isVariable(word: unknown): boolean {
  const { parts } = (word ?? {}) as { parts?: unknown };
  return Array.isArray(parts) && parts.length === 1 && (parts[0] as Node).type === 'ParameterExpansion';
}
