interface TreeNode {
  type: string;
  depth?: number;
  children?: TreeNode[];
}

/**
 * A remark plugin: headings begin at a level and go down one at a time, whatever levels the text uses, so that they are an
 * outline below that of the page.
 */
export function orderHeadings({ base }: { base: number }) {
  return (root: TreeNode): void => {
    const open: number[] = [];
    for (const heading of headingsOf(root)) {
      const written = heading.depth ?? 1;
      while ((open.at(-1) ?? 0) >= written) open.pop();
      open.push(written);
      heading.depth = Math.min(6, base + open.length - 1);
    }
  };
}

/** In the order of the text. Walks without calling itself. */
function headingsOf(root: TreeNode): TreeNode[] {
  const headings: TreeNode[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'heading') headings.push(node);
    else waiting.push(...(node.children ?? []).toReversed());
  }
  return headings;
}
