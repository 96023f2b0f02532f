/** Names in a parsed script, found without regard to where they stand in its grammar. */

/** Deeper scripts are nobody's. */
const DEEPEST = 400;

interface Node {
  type?: unknown;
  name?: unknown;
  args?: unknown;
  commands?: unknown;
  redirections?: unknown;
  parts?: unknown;
  value?: unknown;
}

/** The script's own functions with their bodies. */
export function functionsOf(ast: object): Map<string, object> {
  const functions = new Map<string, object>();
  visit(ast, 0, false, (node) => {
    if (node.type === 'FunctionDef' && typeof node.name === 'string') functions.set(node.name, node);
  });
  return functions;
}

/**
 * Names of commands that stand in the script as they are.
 *
 * @param captured only those whose output is taken by something else: in pipelines, substitutions and redirected blocks
 */
export function namesIn(ast: object, captured: boolean): Set<string> {
  const names = new Set<string>();
  visit(ast, 0, false, (node, isCaptured) => {
    if (node.type !== 'SimpleCommand' || (captured && !isCaptured)) return;
    const name = literalOf(node.name);
    if (name !== undefined) names.add(name);
    const first = Array.isArray(node.args) ? literalOf(node.args[0]) : undefined;
    if (name === 'exec' && first !== undefined) names.add(first);
  });
  return names;
}

function visit(value: unknown, depth: number, captured: boolean, see: (node: Node, captured: boolean) => void): void {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
  const node = value as Node;
  see(node, captured);
  const takes =
    (node.type === 'Pipeline' && Array.isArray(node.commands) && node.commands.length > 1) ||
    node.type === 'CommandSubstitution' ||
    node.type === 'ProcessSubstitution' ||
    (node.type !== 'SimpleCommand' && Array.isArray(node.redirections) && node.redirections.length > 0);
  for (const child of Object.values(node)) visit(child, depth + 1, captured || takes, see);
}

function literalOf(word: unknown): string | undefined {
  const { parts } = (word ?? {}) as Node;
  if (!Array.isArray(parts) || parts.length !== 1) return undefined;
  const { type, value } = parts[0] as Node;
  return type === 'Literal' && typeof value === 'string' && /^[\w./-]+$/.test(value) ? value : undefined;
}
