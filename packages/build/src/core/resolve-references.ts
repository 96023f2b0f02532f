import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '@luban/manifest';
import { refuse } from './build-error.ts';
import { definitionProblem } from './definition-problem.ts';
import type { LazySource } from './definition-worker.ts';
import { DEFINITION_FILE } from './evaluate-definition.ts';
import type { Expose } from './extension-source.ts';
import { literalImport } from './literal-import.ts';

const EXTENSIONS = ['.tsx', '.ts', '.jsx', '.js', '.mjs', '.vue', '.svelte'];

/**
 * Replaces every `LazySource` in an evaluated definition by a reference, and collects what the container must expose.
 * `./src/pages/Overview.tsx` is exposed as `./pages/Overview`. Throws a `BuildError` (LB6003, LB6007).
 */
export async function resolveReferences(
  definition: unknown,
  root: string,
): Promise<{ definition: unknown; exposes: Record<string, Expose> }> {
  const problems: Problem[] = [];
  const exposes = new Map<string, Expose>();

  async function visit(value: unknown, field: string): Promise<unknown> {
    if (isLazySource(value)) return reference(value, field);
    if (Array.isArray(value)) {
      return Promise.all(value.map((item, index) => visit(item, `${field}[${index}]`)));
    }
    if (typeof value !== 'object' || value === null) return value;
    const members: [string, unknown][] = [];
    for (const [key, member] of Object.entries(value)) {
      members.push([key, await visit(member, field ? `${field}.${key}` : key)]);
    }
    return Object.fromEntries(members);
  }

  async function reference(lazy: LazySource, field: string) {
    const specifier = await literalImport(lazy.$source);
    if (!specifier?.startsWith('.')) {
      problems.push({ code: 'LB6003', params: { file: DEFINITION_FILE, field, source: shortened(lazy.$source) } });
      return undefined;
    }
    const file = resolveFile(path.resolve(root, specifier));
    if (!file) {
      problems.push({ code: 'LB6007', params: { file: specifier, field } });
      return undefined;
    }
    const name = exposeName(path.relative(root, file));
    const exportName = lazy.$export ?? 'default';
    const known = exposes.get(name);
    if (known && known.file !== file) {
      problems.push(definitionProblem(DEFINITION_FILE, field, `two modules would be exposed as ${name}`));
    }
    if (!known) exposes.set(name, { file, exports: [exportName] });
    else if (!known.exports.includes(exportName)) known.exports.push(exportName);
    return { $ref: `${name}#${exportName}` };
  }

  const resolved = await visit(definition, '');
  refuse(problems);
  const sorted = [...exposes].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, expose] of sorted) expose.exports.sort();
  return { definition: resolved, exposes: Object.fromEntries(sorted) };
}

/** The file that an import without a suffix means. */
function resolveFile(base: string): string | undefined {
  const candidates = [base, ...EXTENSIONS.map((suffix) => base + suffix)];
  for (const suffix of EXTENSIONS) candidates.push(path.join(base, `index${suffix}`));
  return candidates.find((file) => existsSync(file) && statSync(file).isFile());
}

function exposeName(relative: string): string {
  const posix = relative.split(path.sep).join('/');
  return `./${posix.replace(/^src\//, '').replace(/\.[^./]+$/, '')}`;
}

function isLazySource(value: unknown): value is LazySource {
  return typeof value === 'object' && value !== null && '$source' in value;
}

function shortened(source: string): string {
  const line = source.replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
