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
const NAME_INLINE = new RegExp(`^metadata:[ \\t]*\\{(?:[^{}\\n]{0,500},)?[ \\t]*name:[ \\t]*${NAME}[ \\t]*[,}]`, 'm');

function nameInLines(document: string): string | undefined {
  if (!/^kind:[ \t]*["']?CustomResourceDefinition["']?[ \t]*(?:#.*)?\r?$/m.test(document)) return undefined;
  const [, metadata = ''] = /^metadata:[ \t]*(?:#.*)?\r?\n((?:[ \t][^\n]*\n|\r?\n)*)/m.exec(document) ?? [];
  const indent = /^[ \t]+(?=[^\s#])/m.exec(metadata)?.[0];
  if (indent === undefined) return NAME_INLINE.exec(document)?.[1];
  const line = metadata.split('\n').find((one) => one.startsWith(`${indent}name:`));
  return line === undefined ? undefined : NAME_LINE.exec(line.slice(indent.length))?.[1];
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
