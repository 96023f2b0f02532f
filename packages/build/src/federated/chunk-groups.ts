import type { ModuleFiles } from '../core/extension-source.ts';
import { ENTRY } from './federation-settings.ts';

/** A chunk group of Rspack or webpack. */
export interface ChunkGroup {
  chunks: Iterable<{ files: Iterable<string> }>;
  childrenIterable: Iterable<ChunkGroup>;
}

/** The entry first, then the chunks of the module; style sheets of lazy chunks too, as these add none by themselves. */
export function filesOfGroup(group: ChunkGroup): ModuleFiles {
  const scripts = filesIn(group).filter((file) => /\.m?js$/.test(file));
  const styles = [...withDescendants(group)].flatMap(filesIn).filter((file) => file.endsWith('.css'));
  return { js: [...new Set([ENTRY, ...scripts])], css: [...new Set(styles)] };
}

function filesIn(group: ChunkGroup): string[] {
  return [...group.chunks].flatMap((chunk) => [...chunk.files]);
}

function withDescendants(group: ChunkGroup, found = new Set<ChunkGroup>()): Set<ChunkGroup> {
  if (found.has(group)) return found;
  found.add(group);
  for (const child of group.childrenIterable) withDescendants(child, found);
  return found;
}
