import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { extensionFolder } from '../testing/extension-folder.ts';
import { buildStaticExtension } from './static-extension.ts';

const FILES = {
  'extension.ts':
    "export default { framework: 'single-spa', contributes: { routes: [{ id: 'page', mount: 'root', path: 'acme', title: 'Acme', component: () => import('./src/page.js') }] } };",
  'src/remote.js':
    "import './start.js';\nconst modules = { './own-name': () => import('./page.js') };\nexport const init = () => {};\nexport const get = async (id) => { const m = await modules[id](); return () => m; };\n",
  'src/start.js': 'export {};\n',
  'src/page.js':
    "import { clock } from './parts/clock.js';\nexport default { mount: clock, unmount: () => {} };\nexport const more = () => import('./lazy.js');\n",
  'src/parts/clock.js': 'export const clock = () => {};\n',
  'src/lazy.js': 'export {};\n',
  'src/page.css': '.page { color: red }',
  'src/lazy.css': '.lazy { color: red }',
  'src/common.css': '.common { color: red }',
  'src/page.test.js': '',
};

describe('buildStaticExtension', () => {
  vi.spyOn(console, 'info').mockImplementation(() => {});

  test('ships files as they are, lists what each module imports, and keeps the author’s names', async () => {
    await using folder = await extensionFolder(FILES);
    const { manifest, files } = await buildStaticExtension({ root: folder.root });
    expect(manifest.contributes.routes).toMatchObject([{ component: { $ref: './own-name#default' } }]);
    expect(manifest.remote?.modules['./own-name']).toMatchObject({
      js: ['remote.js', 'start.js', 'page.js', 'parts/clock.js'],
      css: ['common.css', 'page.css', 'lazy.css'],
    });
    expect([...files.keys()]).not.toContain('page.test.js');
    const page = path.join(folder.root, 'ui/page.js');
    expect(await readFile(page, 'utf8')).toBe(FILES['src/page.js']);
    expect(await readFile(path.join(folder.root, 'ui/page.css'), 'utf8')).toContain('@layer ext.acme');
  });

  test.each([
    ['a container that is not there', { entry: 'container.js' }, {}, 'LB6007'],
    ['a file that the container does not expose', {}, { 'src/remote.js': 'export const get = () => {};' }, 'LB6004'],
    ['the import of a package', {}, { 'src/page.js': "import 'react';" }, 'LB6007'],
  ])('refuses %s', async (_, options, files, code) => {
    await using folder = await extensionFolder({ ...FILES, ...files });
    await expect(buildStaticExtension({ root: folder.root, ...options })).rejects.toThrow(code);
  });
});
