import { readFile } from 'node:fs/promises';
import * as ui from '@luban/ui';
import * as reactQuery from '@tanstack/react-query';
import * as react from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import * as reactDom from 'react-dom';
import * as reactDomClient from 'react-dom/client';
import { describe, expect, it } from 'vitest';
import * as zustand from 'zustand';
import packageJson from '../package.json' with { type: 'json' };
import * as host from './host.ts';
import * as sdk from './index.ts';
import * as manifest from './manifest.ts';
import { reactRouter } from './react-router.ts';

/** What the shell shares, as the shell shares it. */
const SHARED: Record<string, object> = {
  react,
  'react/jsx-runtime': jsxRuntime,
  'react-dom': reactDom,
  'react-dom/client': reactDomClient,
  'react-router': reactRouter,
  '@tanstack/react-query': reactQuery,
  zustand,
  '@luban/sdk': sdk,
  '@luban/ui': ui,
};

// React offers these in its development build alone; the console is built for production.
const DEVELOPMENT_ONLY = new Set(['act', 'captureOwnerStack']);

function namesOf(module: object): string[] {
  // CommonJS packages bring these when they are imported natively; they are not part of their surface.
  return Object.keys(module)
    .filter((name) => name !== 'default' && name !== 'module.exports' && !DEVELOPMENT_ONLY.has(name))
    .sort();
}

describe('the shared surface', () => {
  // Builds of extensions check their imports against this file: a name that leaves it breaks extensions.
  it('is the one that is written down', async () => {
    const entries = Object.entries(SHARED).map(([name, module]) => [name, namesOf(module)]);
    const text = `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../surface.json');
  });

  it('keeps what is the host’s own out of the hands of extensions', () => {
    const names = namesOf(sdk);
    expect(names.filter((name) => namesOf(host).includes(name))).toEqual([]);
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
    expect(sdk.SDK_VERSION).toBe(packageJson.version);
  });

  it('lets nobody write to the shell’s store', () => {
    expect(Object.keys(sdk.shellStore).sort()).toEqual(['getInitialState', 'getState', 'subscribe']);
  });

  it('keeps build-time helpers free of the browser', () => {
    expect(namesOf(manifest)).toEqual([
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
    const names = [...namesOf(sdk), ...namesOf(manifest)];
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(guide))).toEqual([]);
  });
});
