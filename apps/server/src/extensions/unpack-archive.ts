import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { Refusal } from '../refusal.ts';
import { isSafePath } from './file-path.ts';
import { LIMITS, megabytes } from './limits.ts';

/**
 * Unpacks a `.tgz` package: `extension.yaml` and `ui/…` at its root or below one folder, as in a Helm chart. Everything
 * else in it is looked at, since one bad entry makes the whole package untrustworthy, and left out.
 *
 * @param archive as it comes from the network
 * @param target an empty folder
 * @returns the folder that holds `ui/extension.json`
 * @throws Refusal LB5008 unreadable, LB5009 an entry that leads elsewhere, LB5010 too large
 */
export async function unpackArchive(archive: Readable, target: string): Promise<string> {
  const meter = new Meter();
  const roots = new Set<string>();
  const seen = new Set<string>();
  const entries = extract();
  const unpacking = pipeline(archive, meter.packed(), createGunzip(), meter.unpacked(), entries);
  const reading = (async () => {
    for await (const entry of entries) {
      const path = checkedPath(entry.header, seen);
      const place = path === undefined ? undefined : placeOf(path);
      if (place === undefined) {
        entry.resume();
        continue;
      }
      if (entry.header.size! > LIMITS.file)
        throw new Refusal(413, 'LB5010', { what: path!, limit: megabytes(LIMITS.file) });
      if (place.inside === 'ui/extension.json') roots.add(place.root);
      const file = join(target, ...path!.split('/'));
      await mkdir(dirname(file), { recursive: true });
      await pipeline(entry, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    }
  })();
  try {
    await Promise.all([unpacking, reading]);
  } catch (error) {
    entries.destroy();
    await Promise.allSettled([unpacking, reading]);
    throw error instanceof Refusal ? error : unreadable(error);
  }
  if (roots.size !== 1) {
    const reason = roots.size === 0 ? 'it holds no ui/extension.json' : 'it holds more than one ui/extension.json';
    throw new Refusal(422, 'LB5008', { reason });
  }
  return join(target, ...[...roots][0]!.split('/'));
}

/** @returns undefined for a folder */
function checkedPath(header: Header, seen: Set<string>): string | undefined {
  // Before anything looks at it: a name may have megabytes, and the patterns below take their time with one.
  if (header.name.length > LIMITS.name) throw new Refusal(422, 'LB5009', { path: header.name.slice(0, 200) });
  const path = header.name.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  if (header.type === 'directory' && (path === '' || path === '.')) return undefined;
  if (!isSafePath(path)) throw new Refusal(422, 'LB5009', { path: header.name.slice(0, 200) });
  if (header.type !== 'directory' && header.type !== 'file') {
    throw new Refusal(422, 'LB5009', { path: `${path.slice(0, 200)} (${header.type})` });
  }
  // Names that some file systems take for one and the same are refused everywhere.
  const folded = path.normalize('NFC').toLowerCase();
  if (seen.size >= LIMITS.entries)
    throw new Refusal(413, 'LB5010', { what: 'The number of entries', limit: `${LIMITS.entries}` });
  if (seen.has(folded) && header.type === 'file')
    throw new Refusal(422, 'LB5008', { reason: `it holds ${path} twice` });
  seen.add(folded);
  return header.type === 'directory' ? undefined : path;
}

/** Where a file belongs in an extension's folder; undefined when it does not. */
function placeOf(path: string): { root: string; inside: string } | undefined {
  const [, root = '', inside] = /^(?:([^/]+)\/)??(extension\.yaml|ui\/.+)$/s.exec(path) ?? [];
  return inside === undefined ? undefined : { root: root || '.', inside };
}

function unreadable(error: unknown): Refusal {
  const reason = error instanceof Error ? error.message.slice(0, 200) : String(error);
  return new Refusal(422, 'LB5008', { reason }, { cause: error });
}

/** Counts bytes before and after unpacking, to stop archives that swell. */
class Meter {
  #packed = 0;
  #unpacked = 0;

  packed(): Transform {
    return counting((bytes) => {
      this.#packed += bytes;
      if (this.#packed > LIMITS.archive) return { what: 'The package', limit: megabytes(LIMITS.archive) };
      return undefined;
    });
  }

  unpacked(): Transform {
    return counting((bytes) => {
      this.#unpacked += bytes;
      const swollen = this.#unpacked > LIMITS.ratioFrom && this.#unpacked > this.#packed * LIMITS.ratio;
      if (!swollen && this.#unpacked <= LIMITS.unpacked) return undefined;
      const limit = swollen ? `${LIMITS.ratio} × its packed size` : megabytes(LIMITS.unpacked);
      return { what: 'The unpacked package', limit };
    });
  }
}

/** @param count returns what is too large, and stops the stream */
function counting(count: (bytes: number) => { what: string; limit: string } | undefined): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const excess = count(chunk.length);
      if (excess === undefined) done(null, chunk);
      else done(new Refusal(413, 'LB5010', excess));
    },
  });
}
