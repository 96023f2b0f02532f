import path from 'node:path';
import { init, parse } from 'es-module-lexer';

/**
 * What a hand-written container exposes: absolute file to name, for every `'./name': () => import('./file.js')` in its
 * source text.
 */
export async function containerKeys(entry: string, source: string): Promise<Map<string, string>> {
  await init;
  const [imports] = parse(source);
  const keys = new Map<string, string>();
  for (const found of imports) {
    if (found.type !== 'dynamic' || found.glob || !found.specifier?.startsWith('.')) continue;
    const before = source.slice(0, found.importStart);
    const key = /(['"])(\.\/[^'"\n]+)\1\s*[:,]\s*(?:async\s*)?\(\)\s*=>\s*$/.exec(before)?.[2];
    if (key) keys.set(path.resolve(path.dirname(entry), found.specifier), key);
  }
  return keys;
}
