import type { Problem } from '@luban/manifest';
import type { Rolldown } from 'vite';
import { refuse } from '../core/build-error.ts';
import { checkImport, type Surface } from '../core/surface.ts';

/** Throws a `BuildError` (LB6005) when a module imports a name that the console's copy of a shared package lacks. */
export function checkImports(
  parse: (code: string) => ReturnType<Rolldown.PluginContext['parse']>,
  code: string,
  file: string,
  shared: Readonly<Record<string, string>>,
  surface: Surface,
): void {
  if (!Object.keys(shared).some((name) => code.includes(`'${name}'`) || code.includes(`"${name}"`))) return;
  const problems: Problem[] = [];
  for (const statement of parse(code).body) {
    if (statement.type !== 'ImportDeclaration' && statement.type !== 'ExportNamedDeclaration') continue;
    const from = statement.source?.value;
    if (from === undefined || !Object.hasOwn(shared, from)) continue;
    for (const specifier of statement.specifiers) {
      const name = importedName(specifier);
      const problem = name && checkImport(surface, { from, name, file });
      if (problem) problems.push(problem);
    }
  }
  refuse(problems);
}

type Statement = ReturnType<Rolldown.PluginContext['parse']>['body'][number];
type Specifier = Extract<Statement, { type: 'ImportDeclaration' | 'ExportNamedDeclaration' }>['specifiers'][number];

function importedName(specifier: Specifier): string | undefined {
  if (specifier.type === 'ImportSpecifier') return nameOf(specifier.imported);
  if (specifier.type === 'ExportSpecifier') return nameOf(specifier.local);
  return undefined;
}

function nameOf(node: { type: string; name?: string; value?: string }): string | undefined {
  return node.name ?? node.value;
}
