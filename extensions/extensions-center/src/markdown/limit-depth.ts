/** Deeper than anybody writes, and shallow enough for everything that walks a tree by calling itself. */
const DEEPEST = 24;

interface TreeNode {
  children?: TreeNode[];
}

/** A remark plugin: what is nested more deeply than anybody means it is taken out. Walks without calling itself. */
export function limitDepth() {
  return (root: TreeNode): void => {
    const waiting = [{ node: root, depth: 0 }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { node, depth } = next;
      if (node.children === undefined) continue;
      if (depth >= DEEPEST) node.children = [];
      for (const child of node.children) waiting.push({ node: child, depth: depth + 1 });
    }
  };
}
