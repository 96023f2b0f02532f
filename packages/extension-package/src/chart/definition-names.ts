const KIND = 'CustomResourceDefinition';

/**
 * Names of the CustomResourceDefinitions in one file of `crds/`, in YAML or JSON. Definitions are long and only their names
 * are wanted, so lines are looked at, as everybody writes them, and nothing is parsed but JSON.
 */
export function definitionNames(text: string): string[] {
  return text.split(/^---(?=\s|$)/m).flatMap((document) => {
    if (!document.includes(KIND)) return [];
    const name = document.trimStart().startsWith('{') ? nameInJson(document) : nameInLines(document);
    return name === undefined ? [] : [name];
  });
}

const NAME = '["\']?([a-z\\d][a-z\\d.-]{0,252})["\']?';
const NAME_LINE = new RegExp(`^name:[ \\t]*${NAME}[ \\t]*(?:#.*)?\\r?$`);
const NAME_INLINE = new RegExp(`^metadata:[ \\t]*\\{(?:[^{}\\n]{0,500},)?[ \\t]*name:[ \\t]*${NAME}[ \\t]*[,}]`);

/** Characters after `metadata:` that are looked at. */
const FAR_ENOUGH = 256 * 2 ** 10;

function nameInLines(document: string): string | undefined {
  if (!/^kind:[ \t]*["']?CustomResourceDefinition["']?[ \t]*(?:#.*)?\r?$/m.test(document)) return undefined;
  const start = document.search(/^metadata:/m);
  if (start < 0) return undefined;
  const [first = '', ...lines] = document.slice(start, start + FAR_ENOUGH).split('\n');
  if (first.includes('{')) return NAME_INLINE.exec(first)?.[1];
  let indent: string | undefined;
  for (const line of lines) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [own = ''] = /^[ \t]*/.exec(line)!;
    // The next field of the document.
    if (own === '') return undefined;
    indent ??= own;
    if (own === indent && line.startsWith('name:', indent.length))
      return NAME_LINE.exec(line.slice(indent.length))?.[1];
  }
  return undefined;
}

function nameInJson(document: string): string | undefined {
  try {
    const { kind, metadata } = JSON.parse(document) as { kind?: unknown; metadata?: { name?: unknown } | null };
    const name = metadata?.name;
    return kind === KIND && typeof name === 'string' && name.length <= 253 ? name : undefined;
  } catch {
    return undefined;
  }
}
