/** A file of the bundler's output and the files that it imports at once. */
export interface GraphNode {
  /** Files imported statically, in order. */
  imports: readonly string[];
  /** Files imported on need. */
  dynamicImports: readonly string[];
  /** Style sheets that its modules import. */
  css: readonly string[];
}

export type Graph = ReadonlyMap<string, GraphNode>;

/** Everything that has to be there before `file` is evaluated, itself first, breadth first as a browser discovers it. */
export function loadOrder(graph: Graph, ...files: string[]): string[] {
  const order = new Set<string>();
  for (const file of files) {
    const queue = [file];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (order.has(next) || !graph.has(next)) continue;
      order.add(next);
      queue.push(...(graph.get(next)?.imports ?? []));
    }
  }
  return [...order];
}

/**
 * Style sheets that `file` may ever need, in the order of evaluation: an import's before the importer's, those of lazy
 * parts last. The console adds all of them with the module, as the parts of a container add none by themselves.
 */
export function stylesFor(graph: Graph, file: string): string[] {
  const seen = new Set<string>();
  const styles = new Set<string>();
  const lazy: string[] = [];
  const visit = (name: string) => {
    const node = graph.get(name);
    if (!node || seen.has(name)) return;
    seen.add(name);
    node.imports.forEach(visit);
    for (const sheet of node.css) styles.add(sheet);
    lazy.push(...node.dynamicImports);
  };
  visit(file);
  for (let next = lazy.shift(); next !== undefined; next = lazy.shift()) visit(next);
  return [...styles];
}

/** Everything that may ever be loaded from `file` on. */
export function reachableFrom(graph: Graph, file: string): Set<string> {
  const reached = new Set<string>();
  const queue = [file];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const node = graph.get(next);
    if (!node || reached.has(next)) continue;
    reached.add(next);
    queue.push(...node.imports, ...node.dynamicImports);
  }
  return reached;
}
