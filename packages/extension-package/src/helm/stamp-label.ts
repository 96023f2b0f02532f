import { isAlias, isMap, isScalar, type Pair, type YAMLMap } from 'yaml';
import { objectNodes, textAt } from './rendered-objects.ts';

interface Edit {
  from: number;
  to: number;
  text: string;
}

/**
 * Puts a label on every object of a document, and changes no other letter: YAML that is read and written again is not the
 * same to helm, for which `0644` is a number of base eight and `yes` a boolean.
 *
 * @returns undefined when there is no way, as for labels behind an alias
 */
export function stampLabel(text: string, key: string, value: string): string | undefined {
  const nodes = objectNodes(text);
  const edits: Edit[] = [];
  for (const node of nodes) {
    const edit = editOf(text, node, key, value);
    if (edit === undefined) return undefined;
    edits.push(edit);
  }
  let stamped = text;
  for (const { from, to, text: put } of edits.sort((a, b) => b.from - a.from)) {
    stamped = stamped.slice(0, from) + put + stamped.slice(to);
  }
  const after = objectNodes(stamped);
  const isRight = (node: YAMLMap, i: number) =>
    textAt(node, ['metadata', 'labels', key]) === value &&
    ['kind', 'apiVersion'].every((field) => textAt(node, [field]) === textAt(nodes[i]!, [field])) &&
    textAt(node, ['metadata', 'name']) === textAt(nodes[i]!, ['metadata', 'name']);
  return after.length === nodes.length && after.every(isRight) ? stamped : undefined;
}

function editOf(text: string, object: YAMLMap, key: string, value: string): Edit | undefined {
  const label = `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  const metadata = pairOf(object, 'metadata')?.value;
  if (!isMap(metadata)) return undefined;
  const pair = pairOf(metadata, 'labels');
  if (pair === undefined) return insertion(text, metadata, `labels: {${label}}`);
  const labels = pair.value;
  if (isAlias(labels)) return undefined;
  if (!isMap(labels)) return emptyLabels(text, pair, `{${label}}`);
  const known = pairOf(labels, key)?.value;
  if (known === undefined || known === null) return labels.has(key) ? undefined : insertion(text, labels, label);
  const [from, to] = rangeOf(known) ?? [];
  return from === undefined ? undefined : { from, to: to!, text: JSON.stringify(value) };
}

/** Before the first entry of a map, in its notation. */
function insertion(text: string, map: YAMLMap, entry: string): Edit | undefined {
  const [start] = rangeOf(map) ?? [];
  if (start === undefined) return undefined;
  if (map.flow) return { from: start + 1, to: start + 1, text: map.items.length > 0 ? `${entry}, ` : entry };
  const [first] = rangeOf(map.items[0]?.key) ?? [];
  if (first === undefined) return undefined;
  const indent = text.slice(text.lastIndexOf('\n', first - 1) + 1, first);
  // `- a: 1` of a list: what follows stands below the key.
  if (!/^[ -]*$/.test(indent)) return undefined;
  return { from: first, to: first, text: `${entry}\n${indent.replaceAll('-', ' ')}` };
}

/** `labels:` without any, or with null. */
function emptyLabels(text: string, { key, value }: Pair, labels: string): Edit | undefined {
  const [, end] = rangeOf(key) ?? [];
  if (end === undefined || (isScalar(value) && value.value !== '' && value.value !== 'null' && value.value !== '~')) {
    return undefined;
  }
  const colon = text.indexOf(':', end);
  const written = isScalar(value) && value.value ? rangeOf(value) : undefined;
  return colon < 0 ? undefined : { from: colon + 1, to: written?.[1] ?? colon + 1, text: ` ${labels}` };
}

/** The last one of that name prevails, as for helm. */
function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.findLast((pair) => isScalar(pair.key) && pair.key.value === key);
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) ? [range[0] as number, range[1] as number] : undefined;
}
