import { parseAllDocuments } from 'yaml';

/**
 * Names of the CustomResourceDefinitions in one file of `crds/`. Definitions are long and only their names are wanted, so
 * lines are looked at, as everybody writes them; other spellings are parsed.
 */
export function definitionNames(text: string): string[] {
  return text.split(/^---(?=\s|$)/m).flatMap((document) => {
    if (!document.includes('CustomResourceDefinition')) return [];
    const name = nameOfLines(document) ?? nameOfValue(document);
    return name === undefined ? [] : [name];
  });
}

function nameOfLines(document: string): string | undefined {
  if (!/^kind:[ \t]*["']?CustomResourceDefinition["']?[ \t]*\r?$/m.test(document)) return undefined;
  const [, metadata] = /^metadata:[ \t]*\r?\n((?:[ \t][^\n]*\n|[ \t]*\r?\n)*)/m.exec(document) ?? [];
  const indent = /^[ \t]+(?=\S)/m.exec(metadata ?? '')?.[0];
  if (indent === undefined) return undefined;
  const line = metadata!.split('\n').find((one) => one.startsWith(`${indent}name:`));
  const [, name] =
    /^name:[ \t]*["']?([a-z\d.-]{1,253})["']?[ \t]*(?:#.*)?\r?$/.exec(line?.slice(indent.length) ?? '') ?? [];
  return name;
}

/** Bytes. Parsing takes a second for a few megabytes. */
const LONGEST_PARSED = 512 * 2 ** 10;

function nameOfValue(document: string): string | undefined {
  if (document.length > LONGEST_PARSED) return undefined;
  try {
    const [parsed] = parseAllDocuments(document, { uniqueKeys: false, logLevel: 'silent' });
    if (parsed?.get('kind') !== 'CustomResourceDefinition') return undefined;
    const name = parsed.getIn(['metadata', 'name']);
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
