import { describe, expect, test } from 'vitest';
import { extensionFolder } from '../testing/extension-folder.ts';
import { BuildError } from './build-error.ts';
import { readExtension } from './read-extension.ts';

async function problemsOf(files: Record<string, string>) {
  await using folder = await extensionFolder(files);
  const error = await readExtension(folder.root).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(BuildError);
  return (error as BuildError).problems.map(({ code, params }) => [code, params.field]);
}

const definition = (contributes: string) => `export default { contributes: ${contributes} };`;

describe('readExtension', { timeout: 30_000 }, () => {
  test('reads metadata, definition and catalogues', async () => {
    await using folder = await extensionFolder({
      'extension.ts': `
        import { title } from './src/title.ts';
        const page = Object.assign(() => import('./src/parts'), { exportName: 'Part' });
        export default {
          contributes: {
            routes: [{ id: 'page', mount: 'root', path: 'acme', title, component: () => import('./src/Page.tsx') }],
            slots: [{ slot: 'home.cards', id: 'part', component: page }, { slot: 'home.cards', id: 'other', component: () => import('./src/parts.tsx') }],
          },
          lifecycle: { module: () => import('./src/lifecycle') },
        };`,
      'src/title.ts': "export const title: string = '%page.title%';",
      'src/parts.tsx': 'export const Part = () => null; export default Part;',
      'src/lifecycle.ts': 'export default {};',
      'locales/en.json': '{ "page.title": "Page", "other": "Other" }',
      'locales/zh.json': '{ "page.title": "页面", "other": "其他" }',
    });
    const source = await readExtension(folder.root);
    expect(source.metadata).toMatchObject({ name: 'acme', version: '1.0.0', displayName: { en: 'Acme' } });
    expect(Object.keys(source.exposes)).toEqual(['./Page', './lifecycle', './parts']);
    expect(source.exposes['./parts']).toEqual({ file: `${folder.root}/src/parts.tsx`, exports: ['Part', 'default'] });
    expect(source.definition.contributes.slots).toMatchObject([
      { component: { $ref: './parts#Part' } },
      { component: { $ref: './parts#default' } },
    ]);
    expect(source.definition.lifecycle).toEqual({ module: { $ref: './lifecycle#default' } });
    expect(source.definition.contributes.i18n).toEqual({
      default: 'en',
      locales: ['en', 'zh'],
      path: 'locales/{locale}.json',
      manifest: { en: { 'page.title': 'Page' }, zh: { 'page.title': '页面' } },
    });
  });

  test('sees a change of a file that the definition imports', async () => {
    await using folder = await extensionFolder({
      'extension.ts': "import { id } from './src/id.ts'; export default { contributes: { themes: [{ id }] } };",
      'src/id.ts': "export const id = 'one';",
    });
    expect((await readExtension(folder.root)).definition.contributes.themes).toEqual([{ id: 'one' }]);
    await folder.write({ 'src/id.ts': "export const id = 'two';" });
    expect((await readExtension(folder.root)).definition.contributes.themes).toEqual([{ id: 'two' }]);
  });

  test('names every fault of extension.yaml with its field', async () => {
    const yaml = 'name: Acme Metrics\nversion: 1.0\ndisplayName: Acme\ndescription: { en: "" }\nicon: 3\n';
    expect(await problemsOf({ 'extension.yaml': yaml })).toEqual([
      ['LB6001', 'name'],
      ['LB6001', 'version'],
      ['LB6001', 'displayName'],
      ['LB6001', 'description.en'],
      ['LB6001', 'icon'],
    ]);
    expect(await problemsOf({ 'extension.yaml': 'name: [' })).toEqual([['LB6001', '(whole file)']]);
  });

  test.each([
    ['throws', "throw new Error('broken');"],
    ['is no module', 'export default {'],
    ['exports a circle', 'const a = { contributes: {} }; a.contributes = a; export default a;'],
    ['exports nothing', 'export {};'],
    ['ends the process', 'process.exit(0);'],
    ['exports no object', 'export default 3;'],
  ])('refuses an extension.ts that %s', async (_, source) => {
    expect((await problemsOf({ 'extension.ts': source }))[0]?.[0]).toBe('LB6002');
  });

  test('keeps the fields of extension.yaml out of extension.ts', async () => {
    const source = "export default { version: '2.0.0', contributes: {} };";
    expect(await problemsOf({ 'extension.ts': source })).toEqual([['LB6002', 'version']]);
  });

  test('refuses a component that is no literal import, and one whose file is missing', async () => {
    const routes = definition(
      "{ routes: [{ component: () => import('./src/Page.tsx').then((m) => m) }, { component: () => import('react') }, { component: () => import('./src/Nowhere') }] }",
    );
    expect(await problemsOf({ 'extension.ts': routes })).toEqual([
      ['LB6003', 'contributes.routes[0].component'],
      ['LB6003', 'contributes.routes[1].component'],
      ['LB6007', 'contributes.routes[2].component'],
    ]);
  });

  test('refuses two files that would be exposed under one name', async () => {
    const routes = definition(
      "{ routes: [{ component: () => import('./src/Page.tsx') }, { component: () => import('./Page.tsx') }] }",
    );
    expect(await problemsOf({ 'extension.ts': routes, 'Page.tsx': 'export default null;' })).toEqual([
      ['LB6002', 'contributes.routes[1].component'],
    ]);
  });

  test('names each text that a catalogue lacks', async () => {
    const files = {
      'extension.ts': definition("{ themes: [{ id: 'a', title: '%theme.a%' }] }"),
      'locales/en.json': '{ "theme.a": "A" }',
      'locales/zh.json': '{}',
    };
    expect(await problemsOf(files)).toEqual([['LB1017', 'contributes.themes[0].title']]);
    expect(await problemsOf({ ...files, 'locales/zh.json': '{ "theme.a": 3 }' })).toEqual([['LB6002', 'theme.a']]);
  });
});
