import { BuildError } from '../core/build-error.ts';
import type { ExtensionSource } from '../core/extension-source.ts';

/** The source with the names that its own container gives to the exposed files. Throws a `BuildError` (LB6004). */
export function renameExposes(
  source: ExtensionSource,
  keys: ReadonlyMap<string, string>,
  entry: string,
): ExtensionSource {
  const names = new Map<string, string>();
  for (const [name, { file }] of Object.entries(source.exposes)) {
    const key = keys.get(file);
    if (!key) {
      const found = [...keys.values()].join(', ') || 'none';
      throw new BuildError([{ code: 'LB6004', params: { module: entry, name, found } }]);
    }
    names.set(name, key);
  }
  const rename = (name: string) => names.get(name) ?? name;
  const exposes = Object.entries(source.exposes).map(([name, expose]) => [rename(name), expose] as const);
  return {
    ...source,
    definition: renameReferences(source.definition, rename),
    exposes: Object.fromEntries(exposes.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function renameReferences<T>(value: T, rename: (name: string) => string): T {
  if (Array.isArray(value)) return value.map((item) => renameReferences(item, rename)) as T;
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value && typeof value.$ref === 'string') {
    const [module = '', exported = ''] = value.$ref.split('#');
    return { $ref: `${rename(module)}#${exported}` } as T;
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, renameReferences(member, rename)])) as T;
}
