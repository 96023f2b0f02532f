import { describe, expect, test } from 'vitest';
import { extensionFolder } from '../testing/extension-folder.ts';
import type { BundleOutput } from './extension-source.ts';
import { finishExtension } from './finish-extension.ts';
import { readExtension } from './read-extension.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const output = (files: Record<string, string>): BundleOutput => ({
  format: 'module',
  entry: 'remoteEntry.js',
  bundler: 'none',
  files: new Map(Object.entries(files).map(([file, text]) => [file, bytes(text)])),
  modules: { './Page': { js: ['remoteEntry.js', 'b.js'], css: [] } },
  shared: { zustand: '^5.0.0', react: '^19.0.0' },
});

async function finish(files: Record<string, string>, built: BundleOutput) {
  await using folder = await extensionFolder(files);
  return await finishExtension(await readExtension(folder.root), built);
}

describe('finishExtension', { timeout: 30_000 }, () => {
  test('writes the same bytes, in whatever order the bundler gives its files', async () => {
    const one = await finish({}, output({ 'remoteEntry.js': 'a', 'b.js': 'b' }));
    const two = await finish({}, output({ 'b.js': 'b', 'remoteEntry.js': 'a' }));
    expect(two.files.get('extension.json')).toEqual(one.files.get('extension.json'));
    expect(Object.keys(one.manifest.remote?.shared ?? {})).toEqual(['react', 'zustand']);
    expect(one.manifest.activation).toEqual(['onRoute:page']);
  });

  test('leaves the remote out of an extension that brings data alone', async () => {
    const definition =
      "export default { contributes: { themes: [{ id: 'a', title: 'A', extends: 'dark', tokens: {} }] } };";
    const { manifest, files } = await finish(
      { 'extension.ts': definition },
      output({ 'remoteEntry.js': 'a', 'b.js': 'b' }),
    );
    expect(manifest.remote).toBeUndefined();
    expect([...files.keys()]).toEqual(['extension.json']);
  });

  test('takes the icon along, and refuses one outside of the folder', async () => {
    const yaml = (icon: string) =>
      `name: acme\nversion: 1.0.0\ndisplayName: { en: A }\ndescription: { en: A }\nicon: ${icon}\n`;
    const built = output({ 'remoteEntry.js': 'a', 'b.js': 'b' });
    const { manifest, files } = await finish(
      { 'extension.yaml': yaml('./art/logo.SVG'), 'art/logo.SVG': '<svg/>' },
      built,
    );
    expect(manifest.icon).toBe('icon.svg');
    expect(String(files.get('icon.svg'))).toBe('<svg/>');
    await expect(finish({ 'extension.yaml': yaml('../../package.json') }, built)).rejects.toThrow('LB6007');
    await expect(finish({ 'extension.yaml': yaml('./nothing.svg') }, built)).rejects.toThrow('LB6007');
  });

  test('refuses what the manifest’s rules refuse', async () => {
    const definition =
      "export default { contributes: { menus: [{ slot: 'global', id: 'a', title: 'A', route: 'nowhere' }], surprise: [] } };";
    await expect(finish({ 'extension.ts': definition }, output({}))).rejects.toThrow(/LB10\d\d/);
  });
});
