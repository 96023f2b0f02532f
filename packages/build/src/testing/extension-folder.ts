import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface ExtensionFolder extends AsyncDisposable {
  root: string;
  write(files: Record<string, string>): Promise<void>;
}

const MINIMAL = {
  'extension.yaml': 'name: acme\nversion: 1.0.0\ndisplayName: { en: Acme }\ndescription: { en: For tests }\n',
  'extension.ts':
    "export default { contributes: { routes: [{ id: 'page', mount: 'root', path: 'acme', title: 'Acme', component: () => import('./src/Page.tsx') }] } };\n",
  'src/Page.tsx': 'export default function Page() { return null; }\n',
};

/**
 * A folder with the smallest extension, and the given files besides; removed at the end. It lies inside the package, so
 * that imports of React and the SDK resolve.
 */
export async function extensionFolder(files: Record<string, string> = {}): Promise<ExtensionFolder> {
  const cache = path.resolve(import.meta.dirname, '../../.cache');
  await mkdir(cache, { recursive: true });
  const root = await mkdtemp(path.join(cache, 'extension-'));
  const write = async (contents: Record<string, string>) => {
    for (const [file, content] of Object.entries(contents)) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), content);
    }
  };
  await write({ ...MINIMAL, ...files });
  return { root, write, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}
