import type { Header } from 'tar-stream';
import { Refusal } from '../refusal.ts';
import type { TarHeader } from './gnu-tar.ts';

const LONGEST_PATH = 4_000;

/**
 * An entry of an uploaded archive as it will be written. Links could lead later entries out of the folder, and devices
 * are nothing that one uploads.
 *
 * @returns undefined for the folder itself, which is there already
 * @throws Refusal 422 LB5626
 */
export function checkedEntry({ name, type, size = 0, mode }: Header): TarHeader | undefined {
  // Before anything looks at it: a name may have megabytes.
  if (name.length > LONGEST_PATH) throw refusal(name);
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (name.startsWith('/') || parts.includes('..') || /[\0\ufffd]/.test(name)) throw refusal(name);
  if (type !== 'file' && type !== 'contiguous-file' && type !== 'directory') throw refusal(`${name} (${type})`);
  if (parts.length === 0) {
    if (type === 'directory') return undefined;
    throw refusal(name);
  }
  const path = `./${parts.join('/')}`;
  if (type === 'directory') return { name: `${path}/`, type, size: 0, mode: permissions(mode, 0o755) };
  return { name: path, type: 'file', size, mode: permissions(mode, 0o644) };
}

/** Who may read and write it; never the bits that lend its owner's rights. */
export function permissions(mode: number | undefined, otherwise: number): number {
  return mode === undefined ? otherwise : mode & 0o777;
}

function refusal(path: string): Refusal {
  return new Refusal(422, 'LB5626', { path: path.slice(0, 200) });
}
