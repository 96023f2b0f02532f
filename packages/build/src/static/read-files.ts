import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { init, parse } from 'es-module-lexer';
import type { Graph, GraphNode } from '../core/load-order.ts';

const SCRIPT = /\.m?js$/;

/** All files below a folder, but tests: path relative to it, with forward slashes, to content. In order of paths. */
export async function readFiles(folder: string): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !/(^\.|\.test\.|\.d\.ts$)/.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
  const files = new Map<string, Uint8Array>();
  for (const file of paths) files.set(file, await readFile(path.join(folder, file)));
  return files;
}

/**
 * Which script imports which. A style sheet belongs to the script of the same name beside it; one without such a script
 * belongs to all exposed modules.
 */
export async function readGraph(files: ReadonlyMap<string, Uint8Array>): Promise<Graph> {
  await init;
  const graph = new Map<string, GraphNode>();
  for (const [file, content] of files) {
    if (!SCRIPT.test(file)) continue;
    const [imports] = parse(new TextDecoder().decode(content));
    const targets = (wanted: 'static' | 'dynamic') =>
      imports.flatMap((found) => {
        const type = found.type === 'reexport-star' ? 'static' : found.type;
        if (type !== wanted || !('specifier' in found) || !found.specifier?.startsWith('.')) return [];
        return [path.posix.join(path.posix.dirname(file), found.specifier)];
      });
    const sheet = file.replace(SCRIPT, '.css');
    graph.set(file, {
      imports: targets('static'),
      dynamicImports: targets('dynamic'),
      css: files.has(sheet) ? [sheet] : [],
    });
  }
  return graph;
}

/** Style sheets that stand beside no script of their name. */
export function commonStyles(files: ReadonlyMap<string, Uint8Array>): string[] {
  return [...files.keys()].filter(
    (file) => file.endsWith('.css') && !['.js', '.mjs'].some((suffix) => files.has(file.replace(/\.css$/, suffix))),
  );
}
