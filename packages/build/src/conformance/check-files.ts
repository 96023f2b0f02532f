import { createHash } from 'node:crypto';
import { validateManifest } from '@luban/manifest/validate';
import { describe, expect, test } from 'vitest';
import { ADAPTERS, type BuiltFixture, buildFixture } from './build-fixture.ts';

/** What every build's folder has to be like. `built` is filled before the tests run. */
export function checkFiles(built: ReadonlyMap<string, BuiltFixture>): void {
  describe.each(ADAPTERS)('an extension built by %s', { timeout: 60_000 }, (adapter) => {
    const result = () => built.get(adapter)!;

    test('has the same manifest as by any other, but for files and hashes', () => {
      expect(withoutFiles(result().manifest)).toEqual(withoutFiles(built.get('vite')!.manifest));
    });

    test('is valid for authors, without a warning', () => {
      const { errors, warnings } = validateManifest(result().manifest, { mode: 'author' });
      expect([...errors, ...warnings]).toEqual([]);
    });

    test('lists every file with its hash and its size', () => {
      const { integrity, bytes } = result().manifest.remote;
      const files = [...result().files].filter(([file]) => file !== 'extension.json');
      const hash = (content: Buffer) => `sha384-${createHash('sha384').update(content).digest('base64')}`;
      expect(integrity).toEqual(Object.fromEntries(files.map(([file, content]) => [file, hash(content)])));
      expect(bytes).toEqual(Object.fromEntries(files.map(([file, content]) => [file, content.byteLength])));
    });

    test('lists a module’s files, the entry first, with their sum', () => {
      const { modules, entry, bytes } = result().manifest.remote;
      for (const module of Object.values(modules)) {
        expect(module.js[0]).toBe(entry);
        const files = [...module.js, ...module.css];
        expect(new Set(files).size).toBe(files.length);
        expect(module.bytes).toBe(files.reduce((sum, file) => sum + bytes[file]!, 0));
      }
      expect(modules['./pages/Overview']!.css).toHaveLength(2);
      expect(modules['./cards/cards']!.css).toHaveLength(0);
      expect(modules['./commands/refresh']!.css).toHaveLength(0);
    });

    test('leaves the code of the lazy part out of the lists', () => {
      const lazy = [...result().files].filter(
        ([file, content]) => file.endsWith('.js') && /Fetched on need/.test(String(content)),
      );
      expect(lazy).toHaveLength(1);
      for (const { js } of Object.values(result().manifest.remote.modules)) expect(js).not.toContain(lazy[0]![0]);
    });

    test('has its style sheets confined', () => {
      const sheets = [...result().files]
        .filter(([file]) => file.endsWith('.css'))
        .map(([, content]) => String(content));
      expect(sheets).toHaveLength(2);
      for (const css of sheets) {
        expect(css).toMatch(/^@layer ext\.conformance ?\{/);
        expect(css).toContain('@scope ([data-ext="conformance"]) to ([data-ext])');
        expect(css).not.toMatch(/:root|@keyframes conformance-in/);
      }
    });

    test('holds no copy of React and no development build', () => {
      const scripts = [...result().files]
        .filter(([file]) => file.endsWith('.js'))
        .map(([, content]) => String(content));
      for (const code of scripts) {
        expect(code).not.toMatch(/react\.transitional\.element|__CLIENT_INTERNALS_DO_NOT_USE\w+\s*=\s*\{|jsxDEV/);
      }
    });

    test('is the same to the byte when it is built again elsewhere', async () => {
      const again = await buildFixture(adapter, `${adapter}-again`);
      expect([...again.files.keys()]).toEqual([...result().files.keys()]);
      for (const [file, content] of again.files) expect(content.equals(result().files.get(file)!), file).toBe(true);
    });
  });
}

function withoutFiles({ remote, ...rest }: BuiltFixture['manifest']) {
  const { bundler: _, integrity: __, bytes: ___, modules, ...kept } = remote;
  return { ...rest, remote: { ...kept, modules: Object.keys(modules) } };
}
