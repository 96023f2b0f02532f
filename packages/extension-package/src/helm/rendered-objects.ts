import { isMap, isScalar, isSeq, type Node, type ParsedNode, parseDocument, type YAMLMap } from 'yaml';

/** An object as a template renders it. */
export interface RenderedObject {
  /** YAML, as it came. */
  text: string;
  apiVersion: string;
  kind: string;
  /** Absent: that of the release, or none. */
  namespace?: string;
  name: string;
  isHook: boolean;
  /** Helm leaves it where it is when the release goes. */
  isKept: boolean;
  /** Names of the volume claims that come for each of its replicas. */
  claims: readonly string[];
  /** What it defines, when it is a CustomResourceDefinition. */
  defines?: { group: string; kind: string; plural: string; isNamespaced: boolean; versions: readonly string[] };
}

export const HOOK_ANNOTATION = 'helm.sh/hook';
const POLICY_ANNOTATION = 'helm.sh/resource-policy';

/** The documents of a rendering; such as are empty or no objects are left out. Lists are taken apart. */
export function renderedObjects(yaml: string): RenderedObject[] {
  return documents(yaml).flatMap((text) => objectNodes(text).flatMap((node) => objectOf(text, node) ?? []));
}

/** Helm ends a document at every line that begins so. */
export const documents = (yaml: string): string[] => sourcedDocuments(yaml).map(({ text }) => text);

/** With the file that each comes from, which helm names before the first document of it. */
export function sourcedDocuments(yaml: string): { text: string; source: string }[] {
  let source = '';
  const found: { text: string; source: string }[] = [];
  for (const piece of yaml.split(/^---/m)) {
    const text = piece.replace(/^[ \t]*\n/, '').trimEnd();
    source = /^# Source: (\S+)$/m.exec(text.slice(0, 1_000))?.[1] ?? source;
    if (/^[^#\s]/m.test(text)) found.push({ text, source });
  }
  return found;
}

export const joinDocuments = (texts: readonly string[]): string => texts.map((text) => `---\n${text}\n`).join('');

/** The maps in the document that are objects of Kubernetes. */
export function objectNodes(text: string): YAMLMap[] {
  const { contents } = parseRendered(text);
  if (!isMap(contents)) return [];
  const kind = textAt(contents, ['kind']) ?? '';
  const items = contents.get('items', true);
  if (!kind.endsWith('List') || !isSeq(items)) return [contents];
  return items.items.filter(isMap);
}

/**
 * Scalars stay the text that they are: helm reads them in its own way. What is no YAML to this parser may be to helm's; it
 * is looked at as far as it goes.
 */
export function parseRendered(text: string) {
  return parseDocument<ParsedNode>(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    merge: false,
    logLevel: 'silent',
    prettyErrors: false,
  });
}

function objectOf(text: string, node: YAMLMap): RenderedObject | undefined {
  const apiVersion = textAt(node, ['apiVersion']);
  const kind = textAt(node, ['kind']);
  const name = textAt(node, ['metadata', 'name']);
  if (!apiVersion || !kind || !name) return undefined;
  const namespace = textAt(node, ['metadata', 'namespace']);
  return {
    ...{ text, apiVersion, kind, name },
    ...(namespace && { namespace }),
    isHook: textAt(node, ['metadata', 'annotations', HOOK_ANNOTATION]) !== undefined,
    isKept: textAt(node, ['metadata', 'annotations', POLICY_ANNOTATION]) === 'keep',
    claims: kind === 'StatefulSet' ? names(node, ['spec', 'volumeClaimTemplates']) : [],
    ...(kind === 'CustomResourceDefinition' && { defines: definition(node) }),
  };
}

function definition(node: YAMLMap): RenderedObject['defines'] {
  const versions = at(node, ['spec', 'versions']);
  const named = isSeq(versions)
    ? versions.items.flatMap((item) => (isMap(item) ? (textAt(item, ['name']) ?? []) : []))
    : [];
  return {
    group: textAt(node, ['spec', 'group']) ?? '',
    kind: textAt(node, ['spec', 'names', 'kind']) ?? '',
    plural: textAt(node, ['spec', 'names', 'plural']) ?? '',
    isNamespaced: textAt(node, ['spec', 'scope']) !== 'Cluster',
    versions: named.length > 0 ? named : [textAt(node, ['spec', 'version']) ?? []].flat(),
  };
}

function names(node: YAMLMap, path: readonly string[]): string[] {
  const list = at(node, path);
  return isSeq(list)
    ? list.items.flatMap((item) => (isMap(item) ? (textAt(item, ['metadata', 'name']) ?? []) : []))
    : [];
}

function at(node: YAMLMap, path: readonly string[]): Node | undefined {
  let place: unknown = node;
  for (const key of path) {
    if (!isMap(place)) return undefined;
    // The last one of that name prevails, as for helm.
    place = place.items.findLast((pair) => isScalar(pair.key) && pair.key.value === key)?.value;
  }
  return place as Node | undefined;
}

export function textAt(node: YAMLMap, path: readonly string[]): string | undefined {
  const found = at(node, path);
  return isScalar(found) && typeof found.value === 'string' ? found.value : undefined;
}
