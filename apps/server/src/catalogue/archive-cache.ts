import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isMissing, writeAtomically } from '../atomic-file.ts';
import type { StoredArchive } from './packages.ts';

export interface ArchiveCacheOptions {
  /** Made when it is missing. */
  folder: string;
  /** Bytes that all archives together may take. Default: 1 GiB. */
  limit?: number;
  /** Milliseconds for which an archive that somebody asked for is never removed. Default: an hour. */
  rest?: number;
  now?: () => number;
}

interface Entry {
  bytes: number;
  /** Milliseconds of the epoch. */
  usedAt: number;
}

/**
 * Archives on disk, by the digest of their content. The longest unused go when there are too many; what is in use stays,
 * whatever the limit says.
 */
export class ArchiveCache {
  readonly #options: Required<ArchiveCacheOptions>;
  readonly #entries = new Map<string, Entry>();
  /** Those whose content was looked at since the start. */
  readonly #checked = new Set<string>();
  #bytes = 0;

  private constructor(options: ArchiveCacheOptions) {
    const { folder, limit = 2 ** 30, rest = 3_600_000, now = Date.now } = options;
    this.#options = { folder, limit, rest, now };
  }

  static async open(options: ArchiveCacheOptions): Promise<ArchiveCache> {
    const cache = new ArchiveCache(options);
    const { folder } = options;
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(folder)) {
      const hex = /^([\da-f]{64})\.tgz$/.exec(name)?.[1];
      // What a start before this one did not finish.
      if (hex === undefined) await rm(join(folder, name), { recursive: true, force: true });
      else {
        const { size, mtimeMs } = await stat(join(folder, name));
        cache.#enter(hex, { bytes: size, usedAt: mtimeMs });
      }
    }
    return cache;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /**
   * @param digest `sha256:…`
   * @returns undefined when it is not here, or when its file is no longer what it was
   */
  async get(digest: string): Promise<StoredArchive | undefined> {
    const hex = hexOf(digest);
    if (hex === undefined) return undefined;
    const path = this.#path(hex);
    const known = this.#entries.get(hex);
    // Read whole at the first use after a start: somebody may have touched the folder since.
    if (known === undefined || !this.#checked.has(hex)) {
      const found = await digestOfFile(path);
      if (found !== hex) {
        if (found !== undefined) await rm(path, { force: true });
        this.#leave(hex);
        return undefined;
      }
      this.#checked.add(hex);
    }
    const usedAt = this.#options.now();
    try {
      await utimes(path, usedAt / 1000, usedAt / 1000);
      this.#enter(hex, { bytes: known?.bytes ?? (await stat(path)).size, usedAt });
    } catch (error) {
      if (!isMissing(error)) throw error;
      this.#leave(hex);
      return undefined;
    }
    return { path, digest: `sha256:${hex}` };
  }

  /** Keeps an archive, and makes room for it. */
  async put(archive: Uint8Array): Promise<StoredArchive> {
    const hex = createHash('sha256').update(archive).digest('hex');
    const present = await this.get(`sha256:${hex}`);
    if (present !== undefined) return present;
    // Fetched again when a power cut takes it.
    await writeAtomically(this.#path(hex), archive, { durable: false });
    this.#enter(hex, { bytes: archive.byteLength, usedAt: this.#options.now() });
    this.#checked.add(hex);
    await this.#evict();
    return { path: this.#path(hex), digest: `sha256:${hex}` };
  }

  async #evict(): Promise<void> {
    const { limit, rest, now } = this.#options;
    if (this.#bytes <= limit) return;
    const oldest = [...this.#entries].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [hex, { usedAt }] of oldest) {
      if (this.#bytes <= limit || now() - usedAt < rest) return;
      this.#leave(hex);
      await rm(this.#path(hex), { force: true });
    }
  }

  #enter(hex: string, entry: Entry): void {
    this.#bytes += entry.bytes - (this.#entries.get(hex)?.bytes ?? 0);
    this.#entries.set(hex, entry);
  }

  #leave(hex: string): void {
    this.#bytes -= this.#entries.get(hex)?.bytes ?? 0;
    this.#entries.delete(hex);
    this.#checked.delete(hex);
  }

  #path(hex: string): string {
    return join(this.#options.folder, `${hex}.tgz`);
  }
}

function hexOf(digest: string): string | undefined {
  return /^sha256:([\da-f]{64})$/.exec(digest)?.[1];
}

async function digestOfFile(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return hash.digest('hex');
}
