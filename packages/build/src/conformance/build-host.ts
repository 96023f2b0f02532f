import path from 'node:path';
import { build } from 'vite';
import { CACHE } from './build-fixture.ts';

/** Bundles the page's script; answers with its folder. */
export async function buildHost(): Promise<string> {
  const outDir = path.join(CACHE, 'host');
  await build({
    root: path.join(import.meta.dirname, 'host'),
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: {
        input: path.join(import.meta.dirname, 'host/main.ts'),
        output: { entryFileNames: 'main.js', codeSplitting: false },
      },
    },
  });
  return outDir;
}
