import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { reactRouter } from './react-router.ts';
import { SDK_VERSION } from './version.ts';

/** What the shell shares, as the shell shares it. */
const SHARED: Record<string, () => Promise<object>> = {
  react: () => import('react'),
  'react/jsx-runtime': () => import('react/jsx-runtime'),
  'react-dom': () => import('react-dom'),
  'react-dom/client': () => import('react-dom/client'),
  'react-router': async () => reactRouter,
  '@tanstack/react-query': () => import('@tanstack/react-query'),
  zustand: () => import('zustand'),
  '@luban/sdk': () => import('./index.ts'),
  '@luban/ui': () => import('@luban/ui'),
};

// React offers these in its development build alone; the console is built for production.
const DEVELOPMENT_ONLY = new Set(['act', 'captureOwnerStack']);

async function namesOf(load: () => Promise<object>): Promise<string[]> {
  const names = Object.keys(await load());
  // CommonJS packages bring these when they are imported natively; they are not part of their surface.
  return names.filter((name) => name !== 'default' && name !== 'module.exports' && !DEVELOPMENT_ONLY.has(name)).sort();
}

describe('the shared surface', () => {
  // Builds of extensions check their imports against this file: a name that leaves it breaks extensions.
  it('is the one that is written down', async () => {
    const entries = await Promise.all(
      Object.entries(SHARED).map(async ([name, load]) => [name, await namesOf(load)] as const),
    );
    const text = `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../surface.json');
  });

  it('keeps what is the host’s own out of the hands of extensions', async () => {
    const names = await namesOf(() => import('./index.ts'));
    const host = await namesOf(() => import('./host.ts'));
    expect(names.filter((name) => host.includes(name))).toEqual([]);
    for (const hidden of [
      'setShellState',
      'bindNotices',
      'ShellProviders',
      'KernelProvider',
      'useKernel',
      'createKernel',
    ]) {
      expect(names).not.toContain(hidden);
    }
  });

  it('knows its version', () => {
    expect(SDK_VERSION).toBe(packageJson.version);
  });

  it('lets nobody write to the shell’s store', async () => {
    const { shellStore } = await import('./index.ts');
    expect(Object.keys(shellStore).sort()).toEqual(['getInitialState', 'getState', 'subscribe']);
  });

  it('keeps build-time helpers free of the browser', async () => {
    const names = await namesOf(() => import('./manifest.ts'));
    expect(names).toEqual([
      'action',
      'column',
      'command',
      'defineExtension',
      'exported',
      'i18n',
      'menu',
      'quickAccess',
      'route',
      'service',
      'settings',
      'slot',
      'slotDefinition',
      'tab',
      'theme',
    ]);
  });

  it('is explained to authors, name by name', async () => {
    const guide = await readFile(new URL('../../../docs/authors/sdk.md', import.meta.url), 'utf8');
    const names = [...(await namesOf(() => import('./index.ts'))), ...(await namesOf(() => import('./manifest.ts')))];
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(guide))).toEqual([]);
  });
});
