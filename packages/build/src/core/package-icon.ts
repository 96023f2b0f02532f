import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BuildError } from './build-error.ts';
import { METADATA_FILE } from './read-metadata.ts';

/**
 * The icon as the manifest names it, and its file for `ui/`. A `data:` URI is kept. A remote image is left out: the
 * console's content security policy would not load it. Throws a `BuildError` (LB6007).
 */
export async function packageIcon(
  root: string,
  icon: string | undefined,
): Promise<{ icon?: string; file?: { path: string; content: Uint8Array } }> {
  if (!icon || /^https?:/i.test(icon)) return {};
  if (icon.startsWith('data:')) return { icon };
  const source = path.resolve(root, icon);
  const inside = !path.relative(root, source).startsWith('..');
  const content = inside ? await readFile(source).catch(() => undefined) : undefined;
  if (!content) throw new BuildError([{ code: 'LB6007', params: { file: icon, field: `icon (${METADATA_FILE})` } }]);
  const name = `icon${path.extname(source).toLowerCase()}`;
  return { icon: name, file: { path: name, content } };
}
