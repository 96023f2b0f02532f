import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Problem } from '@luban/manifest';

/** Shared package to the names that the console's copy of it exports. */
export type Surface = Readonly<Record<string, readonly string[]>>;

/** The surface that the installed `@luban/sdk` publishes, as seen from an extension's folder. */
export async function readSurface(root: string): Promise<Surface> {
  const require = createRequire(path.join(root, 'package.json'));
  try {
    return JSON.parse(await readFile(require.resolve('@luban/sdk/surface.json'), 'utf8'));
  } catch {
    return enumerate(root, [
      'react',
      'react/jsx-runtime',
      'react-dom',
      'react-dom/client',
      'react-router',
      '@tanstack/react-query',
      'zustand',
    ]);
  }
}

async function enumerate(root: string, names: string[]): Promise<Surface> {
  const require = createRequire(path.join(root, 'package.json'));
  const surface: Record<string, string[]> = {};
  for (const name of names) {
    try {
      surface[name] = Object.keys(await import(pathToFileURL(require.resolve(name)).href)).filter((key) =>
        /^[A-Za-z_$][\w$]*$/.test(key),
      );
    } catch {}
  }
  return surface;
}

/** The problem of an import that the console's copy of a shared package does not have (LB6005), if it is one. */
export function checkImport(
  surface: Surface,
  imported: { from: string; name: string; file: string },
): Problem | undefined {
  const names = surface[imported.from];
  if (!names || imported.name === 'default' || names.includes(imported.name)) return undefined;
  return { code: 'LB6005', params: { name: imported.name, package: imported.from, file: imported.file } };
}
