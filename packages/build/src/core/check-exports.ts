import type { Problem } from '@luban/manifest';
import { refuse } from './build-error.ts';
import type { ExtensionSource } from './extension-source.ts';

/**
 * Throws a `BuildError` (LB6004) when a module lacks an export that the manifest refers to. `exportsOf` answers undefined
 * where the bundler does not know.
 */
export function checkExports(
  source: ExtensionSource,
  exportsOf: (file: string) => readonly string[] | undefined,
): void {
  const problems: Problem[] = [];
  for (const [module, { file, exports }] of Object.entries(source.exposes)) {
    const found = exportsOf(file);
    if (!found || found.includes('*')) continue;
    for (const name of exports) {
      if (!found.includes(name)) problems.push({ code: 'LB6004', params: { module, name, found: found.join(', ') } });
    }
  }
  refuse(problems);
}
