import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { sizeText } from '../limits.ts';
import { PackageError, refusal } from '../package-error.ts';
import type { ArchiveBudget } from './archive-budget.ts';
import { EntryPaths } from './entry-path.ts';

export interface ArchiveFile {
  /** Below the root folder. */
  path: string;
  /** Bytes. */
  size: number;
  /** To be called, if at all, before the next file is asked for. */
  content(): Promise<Uint8Array>;
}

/**
 * Reads a `.tgz` as it comes, and holds nothing of it. Every entry is looked at, also one that nobody wants: a single bad
 * one makes the whole archive untrustworthy.
 */
export class ArchiveReader {
  readonly #name: string;
  readonly #source: Uint8Array | AsyncIterable<Uint8Array>;
  readonly #budget: ArchiveBudget;
  readonly #hash = createHash('sha256');
  #size = 0;
  /** Of the source. A line that broke says nothing about the archive. */
  #failure: { reason: unknown } | undefined;

  /** @param name what to call the archive in messages */
  constructor(name: string, source: Uint8Array | AsyncIterable<Uint8Array>, budget: ArchiveBudget) {
    this.#name = name;
    this.#source = source;
    this.#budget = budget;
  }

  /** `sha256:…` and bytes of the archive; to be asked for once, when all files were read. */
  identity(): { digest: string; size: number } {
    return { digest: `sha256:${this.#hash.digest('hex')}`, size: this.#size };
  }

  /** @throws PackageError LB7101 to LB7110; what the source throws is passed on */
  async *files(): AsyncGenerator<ArchiveFile, void, undefined> {
    const meter = this.#budget.meter(this.#name);
    const paths = new EntryPaths(this.#name);
    const gunzip = createGunzip();
    const entries = extract();
    const unpacking = pipeline(
      Readable.from(this.#counted(meter.packed), { objectMode: false }),
      gunzip,
      async function* (unpacked: AsyncIterable<Buffer>) {
        for await (const chunk of unpacked) {
          meter.unpacked(chunk.length);
          yield chunk;
        }
      },
      entries,
    );
    // Awaited below; until then nobody else is to trip over it.
    unpacking.catch(() => {});
    try {
      for await (const entry of entries) {
        this.#budget.entry(this.#name);
        const { limits } = this.#budget;
        const path = paths.take(entry.header, limits.name);
        const { size } = entry.header;
        if (size > limits.file) throw refusal('LB7110', path ?? entry.header.name, { limit: sizeText(limits.file) });
        if (path !== undefined) yield { path, size, content: () => this.#contentOf(entry) };
        entry.resume();
      }
      await unpacking;
      if (gunzip.bytesWritten < this.#size) throw new Error('there is more behind its end');
    } catch (error) {
      throw this.#reasonOf(error);
    } finally {
      entries.destroy();
      await unpacking.catch(() => {});
    }
  }

  async *#counted(count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#taken()) {
      count(chunk.length);
      this.#size += chunk.length;
      this.#hash.update(chunk);
      yield chunk;
    }
  }

  async *#taken(): AsyncGenerator<Uint8Array> {
    try {
      yield* chunksOf(this.#source);
    } catch (reason) {
      this.#failure = { reason };
      throw reason;
    }
  }

  async #contentOf(entry: AsyncIterable<unknown>): Promise<Uint8Array> {
    try {
      const chunks: Uint8Array[] = [];
      for await (const chunk of entry) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks);
    } catch (error) {
      throw this.#reasonOf(error);
    }
  }

  #reasonOf(error: unknown): unknown {
    if (this.#failure !== undefined) return this.#failure.reason;
    if (error instanceof PackageError) return error;
    const reason = error instanceof Error ? error.message : String(error);
    return refusal('LB7101', this.#name, { reason: reason.slice(0, 200) }, error);
  }
}

const CHUNK = 64 * 2 ** 10;

async function* chunksOf(source: Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (!(source instanceof Uint8Array)) yield* source;
  else for (let at = 0; at < source.length; at += CHUNK) yield source.subarray(at, at + CHUNK);
}
