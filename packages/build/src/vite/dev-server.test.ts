import react from '@vitejs/plugin-react';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ExtensionFolder, extensionFolder } from '../testing/extension-folder.ts';
import { lubanExtension } from './luban-extension.ts';

describe('vite dev', { timeout: 30_000 }, () => {
  let folder: ExtensionFolder;
  let server: ViteDevServer;
  let origin: string;

  beforeAll(async () => {
    folder = await extensionFolder({
      'src/Page.tsx':
        "import { useState } from 'react'; import './page.css'; export default function Page() { return <p className='a'>{useState(1)}</p>; }",
      'src/page.css': '.a { color: red }',
    });
    server = await createServer({
      root: folder.root,
      configFile: false,
      logLevel: 'silent',
      plugins: [react(), lubanExtension()],
      server: { port: 0, host: '127.0.0.1', strictPort: false, hmr: false, watch: null },
    });
    await server.listen();
    origin = server.resolvedUrls!.local[0]!.replace(/\/$/, '');
  });

  afterAll(async () => {
    await server?.close();
    await folder?.[Symbol.asyncDispose]();
  });

  const get = async (path: string) => (await fetch(origin + path)).text();

  test('serves the container at the place that the manifest names', async () => {
    const manifest = JSON.parse(await get('/extension.json'));
    expect(manifest).toMatchObject({
      name: 'acme',
      remote: { entry: 'remoteEntry.js', modules: { './Page': { js: ['remoteEntry.js'], css: [] } } },
    });
    const container = await get(`/remoteEntry.js?t=${Date.now()}`);
    expect(container).toMatch(/export const init/);
    expect(container).toContain('import("/src/Page.tsx")');
  });

  test('takes shared packages from the console, and JSX from the production run time', async () => {
    const page = await get('/src/Page.tsx');
    expect(page).toContain('luban:shared:react/jsx-runtime');
    expect(page).not.toContain('jsx-dev-runtime');
    const shared = /"(\/@id\/[^"]*luban:shared:react)"/.exec(page)?.[1];
    expect(await get(shared ?? '')).toContain('export const useState');
  });

  test('confines style sheets', async () => {
    expect(await get('/src/page.css')).toContain('@scope ([data-ext=\\"acme\\"]) to ([data-ext])');
  });
});
