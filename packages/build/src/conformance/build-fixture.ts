import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ExtensionManifest, Remote } from '@luban/manifest';

/** Entry points of the package that bundle. */
export const ADAPTERS = ['vite', 'mf-vite', 'rspack', 'webpack'];

/** Inside the package, where the fixture's imports resolve; git ignores it. */
export const CACHE = path.resolve(import.meta.dirname, '../../.cache/conformance');

export interface BuiltFixture {
  adapter: string;
  /** The finished `ui/`. */
  folder: string;
  manifest: ExtensionManifest & { remote: Remote };
  /** Path inside `ui/` to content. */
  files: Map<string, Buffer>;
}

/** Copies the fixture into a folder of its own and builds it there. */
export async function buildFixture(adapter: string, label = adapter): Promise<BuiltFixture> {
  const root = path.join(CACHE, label);
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  await cp(path.join(import.meta.dirname, 'fixture'), root, { recursive: true });
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  const program = path.join(import.meta.dirname, 'adapters.ts');
  await promisify(execFile)(process.execPath, [program, adapter, root], { env, cwd: root });
  const folder = path.join(root, 'ui');
  const files = await readTree(folder);
  const manifest = JSON.parse(String(files.get('extension.json')));
  return { adapter, folder, manifest, files };
}

async function readTree(folder: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(path.relative(folder, file), await readFile(file));
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
