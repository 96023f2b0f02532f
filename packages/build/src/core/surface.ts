import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Problem } from '@luban/manifest';

/** Shared package to the names that the console's copy of it exports. */
export type Surface = Readonly<Record<string, readonly string[]>>;

/** The surface that the installed `@luban/sdk` publishes, as seen from an extension's folder. Empty without an SDK. */
export async function readSurface(root: string): Promise<Surface> {
  const file =
    findPackageFile(root, '@luban/sdk/surface.json') ?? findPackageFile(import.meta.dirname, '@luban/sdk/surface.json');
  return file ? JSON.parse(await readFile(file, 'utf8')) : {};
}

function findPackageFile(from: string, request: string): string | undefined {
  try {
    return createRequire(path.join(from, 'package.json')).resolve(request);
  } catch {
    return undefined;
  }
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
