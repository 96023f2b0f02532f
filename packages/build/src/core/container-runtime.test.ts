import { describe, expect, test } from 'vitest';
import { scopeModule, sharedModule } from './container-runtime.ts';
import type { ExtensionSource } from './extension-source.ts';

const source: ExtensionSource = {
  root: '/',
  metadata: { name: 'acme', version: '1.0.0', displayName: {}, description: {} },
  definition: { contributes: {} },
  exposes: {},
  catalogues: {},
  files: [],
};

/** Evaluates module source text in a data: URL; `scope` is imported by the shared module under its own URL. */
function url(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

async function take(range: string, offered: Record<string, Record<string, unknown>>) {
  // A comment with the input makes the URL, and thereby the module, unique.
  const scope = url(`${scopeModule(source)}// ${range} ${JSON.stringify(offered)}`);
  const { open } = await import(/* @vite-ignore */ scope);
  const share = (module: unknown) => ({ lib: () => module, loaded: 1 });
  const entries = Object.entries(offered).map(([name, versions]) => [
    name,
    Object.fromEntries(Object.entries(versions).map(([version, module]) => [version, share(module)])),
  ]);
  open(Object.fromEntries(entries));
  return import(/* @vite-ignore */ url(sharedModule('lib', range, ['use', 'default', 'name'], scope)));
}

describe('a shared package', () => {
  test('is the console’s own, name by name', async () => {
    const lib = { use: () => 1, name: 'lib' };
    const module = await take('^2.1.0', { lib: { '2.4.0': lib } });
    expect(module.use).toBe(lib.use);
    expect(module.name).toBe('lib');
    expect(module.default).toBe(lib);
  });

  test.each([
    ['^2.1.0', ['1.9.0', '2.1.0'], '2.1.0'],
    ['^2.1.0', ['2.0.9', '2.10.0-rc.1'], '2.10.0-rc.1'],
    ['>=1.2.3 <1.5.0 || ^3.0.0', ['1.5.0', '3.2.1'], '3.2.1'],
    ['~1.2.0', ['1.3.0', '1.2.9'], '1.2.9'],
    ['1.2.3', ['1.2.4', '1.2.3'], '1.2.3'],
    ['*', ['0.0.1'], '0.0.1'],
  ])('in range %s is chosen from %s', async (range, versions, chosen) => {
    const offered = Object.fromEntries(versions.map((version) => [version, { name: version }]));
    expect((await take(range, { lib: offered })).name).toBe(chosen);
  });

  test('that does not fit is named with extension, range and what there is', async () => {
    await expect(take('^2.0.0', { lib: { '1.9.0': {}, '3.0.0': {} } })).rejects.toThrow(
      'acme 1.0.0 needs lib ^2.0.0, and the console offers version 1.9.0, 3.0.0',
    );
    await expect(take('^2.0.0', {})).rejects.toThrow(
      'acme 1.0.0 needs lib ^2.0.0, and the console offers no such package',
    );
  });

  test('with a bad range is refused by the build', () => {
    expect(() => sharedModule('lib', 'next please', [], '')).toThrow('LB1008');
  });
});
