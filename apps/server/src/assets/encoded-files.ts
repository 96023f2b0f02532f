import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readIfPresent, writeAtomically } from '../atomic-file.ts';
import { type ContentEncoding, encode } from './content-encoding.ts';

export interface EncodedFilesOptions {
  /** Folder of the packed files that outlive a restart. */
  folder: string;
  /** Bytes kept in memory at most. Default: 64 MB. */
  memory?: number;
  /** Told what goes wrong while packing in the background. */
  onError(error: unknown): void;
}

/** Content in the encoding that was found worth while. */
export interface Encoded {
  content: Buffer;
  encoding: ContentEncoding;
}

/** Below this, packing saves less than it costs. */
const SMALLEST = 512;
/** Above this, the best effort takes too long. */
const LARGEST_BEST = 2 * 2 ** 20;

/**
 * Packs each content once. The first request gets a quick result; the best one is made beside the requests, one file at
 * a time, and kept on disk.
 */
export class EncodedFiles implements AsyncDisposable {
  readonly #options: EncodedFilesOptions;
  readonly #memory: number;
  /** In order of last use. */
  readonly #kept = new Map<string, Encoded>();
  readonly #running = new Map<string, Promise<Encoded>>();
  #bytes = 0;
  #background: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: EncodedFilesOptions) {
    this.#options = options;
    this.#memory = options.memory ?? 64 * 2 ** 20;
  }

  /**
   * @param digest names the content
   * @param load reads the content, called when it is not in memory
   */
  async get(digest: string, encoding: ContentEncoding, load: () => Promise<Buffer>): Promise<Encoded> {
    const key = `${digest} ${encoding}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#keep(key, kept);
      return kept;
    }
    const running = this.#running.get(key) ?? this.#make(digest, encoding, load);
    this.#running.set(key, running);
    try {
      const result = await running;
      // A better result may have come in between.
      if (!this.#kept.has(key)) this.#keep(key, result);
      return result;
    } finally {
      this.#running.delete(key);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#background;
  }

  async #make(digest: string, encoding: ContentEncoding, load: () => Promise<Buffer>): Promise<Encoded> {
    if (encoding === 'identity') return { content: await load(), encoding };
    const packed = encoding === 'br' ? await readIfPresent(this.#pathOf(digest)) : undefined;
    if (packed !== undefined) return { content: packed, encoding };
    const plain = await this.get(digest, 'identity', load);
    if (plain.content.length < SMALLEST) return plain;
    const quick = await encode(plain.content, encoding, 'good');
    if (encoding === 'br' && plain.content.length <= LARGEST_BEST) this.#improve(digest, plain.content);
    return { content: quick, encoding };
  }

  #improve(digest: string, content: Buffer): void {
    this.#background = this.#background.then(async () => {
      if (this.#closed) return;
      try {
        const best = await encode(content, 'br', 'best');
        this.#keep(`${digest} br`, { content: best, encoding: 'br' });
        await writeAtomically(this.#pathOf(digest), best, { durable: false });
      } catch (error) {
        this.#options.onError(error);
      }
    });
  }

  #keep(key: string, encoded: Encoded): void {
    this.#bytes -= this.#kept.get(key)?.content.length ?? 0;
    this.#kept.delete(key);
    this.#kept.set(key, encoded);
    this.#bytes += encoded.content.length;
    for (const [oldest, { content }] of this.#kept) {
      if (this.#bytes <= this.#memory) break;
      this.#kept.delete(oldest);
      this.#bytes -= content.length;
    }
  }

  #pathOf(digest: string): string {
    return join(this.#options.folder, `${createHash('sha256').update(digest).digest('hex')}.br`);
  }
}
