import { isMap, isPair, isScalar, parseDocument, visit } from 'yaml';
import { objectNodes, textAt } from './rendered-objects.ts';

/** Shorter ones would blot out ordinary words, and so would those among the lines of a whole file. */
const SHORTEST = 6;
const SHORTEST_LINE = 16;
const MOST = 2_000;
const TELLING = /passw|secret|token|credential|api_?-?key|private_?-?key|access_?-?key/i;
/** A secret is named, not told. */
const NAMING = /name$|ref$|enabled|existing|mount/i;

/** Texts that must not be shown: what Secrets hold, and values whose names say so. Longest first. */
export function secretsIn(objects: readonly string[], values: readonly string[]): string[] {
  const found = new Set<string>();
  const add = (secret: string) => {
    const lines = secret.trim().split('\n');
    const shortest = lines.length === 1 ? SHORTEST : SHORTEST_LINE;
    for (const line of lines) {
      const text = line.trim();
      if (text.length >= shortest && found.size < MOST) found.add(text);
    }
  };
  for (const text of objects) {
    if (!/kind: *["']?Secret\b/.test(text)) continue;
    for (const node of objectNodes(text)) {
      if (textAt(node, ['kind']) !== 'Secret') continue;
      for (const field of ['data', 'stringData']) {
        const data = node.get(field, true);
        if (!isMap(data)) continue;
        for (const { value } of data.items) {
          if (!isScalar(value) || typeof value.value !== 'string') continue;
          add(value.value);
          if (field === 'data') add(Buffer.from(value.value, 'base64').toString());
        }
      }
    }
  }
  for (const text of values) {
    visit(parseDocument(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' }), {
      Scalar(key, node, path) {
        const pair = path.at(-1);
        const name = isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : '';
        if (key === 'value' && TELLING.test(name) && !NAMING.test(name) && typeof node.value === 'string')
          add(node.value);
      },
    });
  }
  return [...found].sort((a, b) => b.length - a.length);
}
