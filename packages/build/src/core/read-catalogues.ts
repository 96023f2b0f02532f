import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '@luban/manifest';
import { BuildError, refuse } from './build-error.ts';
import { definitionProblem } from './definition-problem.ts';

export type Catalogues = Record<string, Record<string, string>>;

/** Reads `locales/*.json` of an extension: flat key to text. Throws a `BuildError` (LB6002). No folder: no catalogues. */
export async function readCatalogues(root: string): Promise<Catalogues> {
  const folder = path.join(root, 'locales');
  const names = await readdir(folder).catch(() => []);
  const problems: Problem[] = [];
  const catalogues: Catalogues = {};
  for (const name of names.filter((file) => file.endsWith('.json')).sort()) {
    const file = `locales/${name}`;
    const value = parse(await readFile(path.join(folder, name), 'utf8'), file);
    const catalogue: Record<string, string> = {};
    for (const key of Object.keys(value).sort()) {
      const text = value[key];
      if (typeof text === 'string') catalogue[key] = text;
      else problems.push(definitionProblem(file, key, 'the value is not text'));
    }
    catalogues[path.basename(name, '.json')] = catalogue;
  }
  refuse(problems);
  return catalogues;
}

function parse(text: string, file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BuildError([definitionProblem(file, '', reason)], { cause: error });
  }
  throw new BuildError([definitionProblem(file, '', 'it is not an object of keys and texts')]);
}
