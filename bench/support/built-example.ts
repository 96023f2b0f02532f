import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExtensionManifest } from '@luban/manifest';
import { packFiles } from '../../e2e/support/fixture-package.ts';
import { REPOSITORY } from '../../e2e/support/product.ts';

/** An example of the repository as its bundler left it, to be installed under another name and many versions. */
export interface BuiltExample {
  /** A package of it with this name and version; the code is the same in each. */
  pack(name: string, version: string): Promise<Buffer>;
  manifest: ExtensionManifest;
}

export async function builtExample(example: string): Promise<BuiltExample> {
  const folder = join(REPOSITORY, 'examples', example);
  const files: Record<string, string> = {};
  for (const path of await readdir(join(folder, 'ui'), { recursive: true, withFileTypes: true })) {
    if (!path.isFile()) continue;
    const file = join(path.parentPath, path.name);
    files[file.slice(folder.length + 1)] = await readFile(file, 'utf8');
  }
  const manifest = JSON.parse(files['ui/extension.json'] ?? '{}') as ExtensionManifest;
  const metadata = await readFile(join(folder, 'extension.yaml'), 'utf8');
  return {
    manifest,
    pack(name, version) {
      const changed = {
        ...files,
        'extension.yaml': metadata
          .replace(/^name:.*$/m, `name: ${name}`)
          .replace(/^version:.*$/m, `version: ${version}`),
        'ui/extension.json': JSON.stringify({ ...manifest, name, version }),
      };
      return packFiles(Object.fromEntries(Object.entries(changed).map(([path, text]) => [`${name}/${path}`, text])));
    },
  };
}
