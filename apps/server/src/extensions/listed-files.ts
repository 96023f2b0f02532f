import type { ExtensionManifest } from '@luban/manifest';
import { isSafePath } from './file-path.ts';

/** Path to `sha384-…` of every file that a manifest lists. Paths that lead elsewhere are left out, so never served. */
export function listedFiles(manifest: ExtensionManifest): Map<string, string> {
  const integrity: unknown = manifest.remote?.integrity;
  if (typeof integrity !== 'object' || integrity === null) return new Map();
  return new Map(
    Object.entries(integrity).filter(
      (entry): entry is [string, string] => isSafePath(entry[0]) && typeof entry[1] === 'string',
    ),
  );
}
