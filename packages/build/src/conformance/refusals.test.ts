import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { extensionFolder } from '../testing/extension-folder.ts';
import { buildWith } from './adapters.ts';

// The fourth, mf-vite, shares its checks with the first.
const adapters = ['vite', 'rspack', 'webpack'];

const refused: Record<string, { files: Record<string, string>; code: string; names: string[] }> = {
  'an import that the console does not offer': {
    files: { 'src/Page.tsx': "import { useNothing } from 'react-router'; export default () => useNothing();" },
    code: 'LB6005',
    names: ['useNothing', 'react-router', 'src/Page.tsx'],
  },
  'an export that the module lacks': {
    files: { 'src/Page.tsx': 'export const Page = () => null;' },
    code: 'LB6004',
    names: ['./Page', 'default'],
  },
  'a style of the whole page': {
    files: { 'src/Page.tsx': "import './page.css'; export default () => null;", 'src/page.css': 'body { margin: 0 }' },
    code: 'LB6006',
    names: ['body'],
  },
  'an entry beyond its budget': {
    files: {
      'extension.ts':
        "export default { budgets: { entryKb: 0.1 }, contributes: { routes: [{ id: 'page', mount: 'root', path: 'acme', title: 'Acme', component: () => import('./src/Page.tsx') }] } };",
    },
    code: 'LB6008',
    names: ['remoteEntry.js', '0.1'],
  },
};

describe.each(adapters)('a build with %s', { timeout: 30_000 }, (adapter) => {
  vi.spyOn(console, 'info').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});

  test.each(Object.entries(refused))('refuses %s, and keeps the former result', async (_, { files, code, names }) => {
    await using folder = await extensionFolder({ ...files, 'ui/extension.json': 'former' });
    const error = await buildWith(adapter, folder.root).catch((reason: unknown) => reason);
    expect(String(error)).toContain(code);
    for (const name of names) expect(String(error)).toContain(name);
    expect(await readFile(path.join(folder.root, 'ui/extension.json'), 'utf8')).toBe('former');
  });

  test('bundles a copy of a package that is set to false', async () => {
    await using folder = await extensionFolder({
      'src/Page.tsx':
        "import { create } from 'zustand'; export const store = create(() => ({})); export default () => null;",
    });
    await buildWith(adapter, folder.root, { zustand: false });
    const { remote } = JSON.parse(await readFile(path.join(folder.root, 'ui/extension.json'), 'utf8'));
    expect(Object.keys(remote.shared)).not.toContain('zustand');
    expect(Object.keys(remote.shared)).toContain('react');
  });
});
