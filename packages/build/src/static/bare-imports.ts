import { init, parse } from 'es-module-lexer';
import { BuildError } from '../core/build-error.ts';

/**
 * Throws a `BuildError` (LB6007) when a script imports a package: nothing resolves its name in the browser. Shared
 * packages are in the scope that the container's `init` gets.
 */
export async function refuseBareImports(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await init;
  for (const [file, content] of files) {
    if (!/\.m?js$/.test(file)) continue;
    const [imports] = parse(new TextDecoder().decode(content));
    for (const found of imports) {
      const specifier = 'specifier' in found ? found.specifier : undefined;
      if (typeof specifier !== 'string' || specifier.startsWith('.')) continue;
      throw new BuildError([{ code: 'LB6007', params: { file: specifier, field: `import in ${file}` } }]);
    }
  }
}
