import type { Rolldown } from 'vite';
import type { ExtensionSource, ModuleFiles } from '../core/extension-source.ts';
import { type Graph, loadOrder, reachableFrom, stylesFor } from '../core/load-order.ts';

type Bundle = Rolldown.OutputBundle;

/** The chunks of a Vite build and what each needs. To be read before Vite replaces its own marks in the code. */
export function readGraph(bundle: Bundle): Graph {
  return new Map(
    chunksOf(bundle).map((chunk) => [
      chunk.fileName,
      {
        imports: chunk.imports,
        dynamicImports: chunk.dynamicImports,
        css: [...(chunk.viteMetadata?.importedCss ?? [])],
      },
    ]),
  );
}

/** Makes Vite forget which style sheets belong to which chunk, or its code would add them to the page by itself. */
export function forgetStyles(bundle: Bundle): void {
  for (const chunk of chunksOf(bundle)) chunk.viteMetadata?.importedCss.clear();
}

/** The file lists of each exposed module, without files that Vite has dropped since the graph was read. */
export function moduleFiles(
  source: ExtensionSource,
  bundle: Bundle,
  graph: Graph,
  entry: string,
): Record<string, ModuleFiles> {
  const exists = (file: string) => file in bundle;
  const chunks = Object.entries(source.exposes).map(([name, { file }]) => {
    const chunk = chunkOf(bundle, file);
    if (!chunk) throw new Error(`No chunk of the build holds ${file}.`);
    return [name, chunk.fileName] as const;
  });
  const exposed = new Set(chunks.map(([, file]) => file));
  // What the container imports beside the exposed modules is a part of its start.
  const start = graph.get(entry)?.dynamicImports.filter((file) => !exposed.has(file)) ?? [];
  const modules: Record<string, ModuleFiles> = {};
  for (const [name, file] of chunks) {
    modules[name] = {
      js: loadOrder(graph, entry, ...start, file).filter(exists),
      css: stylesFor(graph, file).filter(exists),
    };
  }
  return modules;
}

/** Content of each file, in order of their names, without what a bundler adds for itself. */
export function filesOf(bundle: Bundle, graph: Graph, entry: string): Map<string, Uint8Array> {
  const reachable = reachableFrom(graph, entry);
  const encoder = new TextEncoder();
  const files = new Map<string, Uint8Array>();
  for (const name of Object.keys(bundle).sort()) {
    const output = bundle[name];
    const unneeded = output?.type === 'chunk' ? !reachable.has(name) : /^\.|^mf-stats\.json$/.test(name);
    if (!output || unneeded) continue;
    const content = output.type === 'chunk' ? output.code : output.source;
    files.set(name, typeof content === 'string' ? encoder.encode(content) : content);
  }
  return files;
}

/** Ids of all modules that made it into the build. */
export function moduleIds(bundle: Bundle): string[] {
  return chunksOf(bundle).flatMap((chunk) => chunk.moduleIds);
}

function chunkOf(bundle: Bundle, file: string): Rolldown.OutputChunk | undefined {
  const chunks = chunksOf(bundle);
  return (
    chunks.find((chunk) => chunk.facadeModuleId === file) ?? chunks.find((chunk) => chunk.moduleIds.includes(file))
  );
}

function chunksOf(bundle: Bundle): Rolldown.OutputChunk[] {
  return Object.values(bundle).filter((output) => output.type === 'chunk');
}
