import react from '@vitejs/plugin-react';
import { build, type PluginOption } from 'vite';
import type { SharedOptions } from '../core/shared-packages.ts';
import { federatedExtension } from '../mf-vite.ts';
import { buildRspackExtension } from '../rspack.ts';
import { lubanExtension } from '../vite.ts';
import { buildWebpackExtension } from '../webpack.ts';

/** Builds the extension in a folder with the adapter of that name. */
export async function buildWith(adapter: string, root: string, shared?: SharedOptions): Promise<void> {
  if (adapter === 'vite') await buildWithVite(root, lubanExtension({ shared }));
  else if (adapter === 'mf-vite') await buildWithVite(root, federatedExtension({ root, shared }));
  else if (adapter === 'rspack') await buildRspackExtension({ root, shared });
  else if (adapter === 'webpack') await buildWebpackExtension({ root, shared });
  else throw new Error(`No adapter is called ${adapter}.`);
}

async function buildWithVite(root: string, plugin: PluginOption): Promise<void> {
  await build({ root, configFile: false, logLevel: 'silent', plugins: [react(), plugin] });
}

// Run as a program: node adapters.ts <adapter> <folder>. Tests do so, as one of the plugins does nothing under vitest.
if (import.meta.main) {
  const [adapter = '', root = ''] = process.argv.slice(2);
  await buildWith(adapter, root);
}
