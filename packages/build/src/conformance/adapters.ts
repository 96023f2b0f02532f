import react from '@vitejs/plugin-react';
import { build, type PluginOption } from 'vite';
import { federatedExtension } from '../mf-vite.ts';
import { buildRspackExtension } from '../rspack.ts';
import { lubanExtension } from '../vite.ts';
import { buildWebpackExtension } from '../webpack.ts';

/** Every adapter that bundles, by the name of its entry point: builds the extension in a folder. */
export const ADAPTERS: Readonly<Record<string, (root: string) => Promise<void>>> = {
  vite: (root) => buildWithVite(root, lubanExtension()),
  'mf-vite': (root) => buildWithVite(root, federatedExtension({ root })),
  rspack: (root) => buildRspackExtension({ root }),
  webpack: (root) => buildWebpackExtension({ root }),
};

async function buildWithVite(root: string, plugin: PluginOption): Promise<void> {
  await build({ root, configFile: false, logLevel: 'error', plugins: [react(), plugin] });
}

// Run as a program: node adapters.ts <adapter> <folder>. The test does so, as one of the plugins does nothing under vitest.
if (import.meta.main) {
  const [adapter = '', root = ''] = process.argv.slice(2);
  await ADAPTERS[adapter]?.(root);
}
