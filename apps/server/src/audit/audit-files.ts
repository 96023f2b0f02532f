import { createReadStream } from 'node:fs';
import { appendFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { AuditEvent } from './audit-event.ts';

export interface AuditFilesOptions {
  /** Absolute; made when it is missing. */
  folder: string;
  /** Bytes of a file until the next one is begun. Default: 16 MiB. */
  fileBytes?: number;
  /** Files kept, the one that is written included. Default: 8. */
  files?: number;
  /** Bytes that may wait for the disk; what comes on top gets into no file. Default: 8 MiB. */
  waitingBytes?: number;
  onError(error: unknown): void;
  /** Told of events that get into no file. */
  onLoss?(events: number): void;
  /** Appends to a file. Default: `appendFile` of `node:fs`. */
  append?: (file: string, text: string) => Promise<void>;
}

const MEBIBYTE = 2 ** 20;

/**
 * Keeps events as lines of JSON in `audit-0.jsonl`, the newest, to `audit-<n>.jsonl`. Whoever adds one never waits: lines
 * gather while the disk is busy, and go out in one piece after it.
 */
export class AuditFiles implements AsyncDisposable {
  readonly #options: Required<AuditFilesOptions>;
  #waiting: string[] = [];
  #waitingBytes = 0;
  /** Bytes of the newest file; undefined until it was looked at. */
  #size: number | undefined;
  #running: Promise<void> | undefined;
  #broken = false;

  constructor(options: AuditFilesOptions) {
    this.#options = {
      fileBytes: 16 * MEBIBYTE,
      files: 8,
      waitingBytes: 8 * MEBIBYTE,
      onLoss: () => {},
      append: (file, text) => appendFile(file, text, { mode: 0o600 }),
      ...options,
    };
  }

  add(event: AuditEvent): void {
    const line = `${JSON.stringify(event)}\n`;
    if (this.#waitingBytes + line.length > this.#options.waitingBytes) {
      this.#options.onLoss(1);
      return;
    }
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
    this.#running ??= this.#write().finally(() => {
      this.#running = undefined;
    });
  }

  /** The newest events that files hold, oldest first. Lines that were cut off by a crash are left out. */
  async last(count: number): Promise<AuditEvent[]> {
    let found: AuditEvent[] = [];
    for (let i = 0; i < this.#options.files && found.length < count; i++) {
      found = [...(await readEvents(this.#file(i), count)), ...found];
    }
    return found.slice(-count);
  }

  /** Writes what waits. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const lines = this.#waiting;
      this.#waiting = [];
      this.#waitingBytes = 0;
      const text = lines.join('');
      try {
        await this.#rotate(Buffer.byteLength(text));
        await this.#options.append(this.#file(0), text);
        this.#broken = false;
      } catch (error) {
        this.#options.onLoss(lines.length);
        this.#size = undefined;
        // A full disk would otherwise fill the log as well.
        if (!this.#broken) this.#options.onError(error);
        this.#broken = true;
      }
    }
  }

  async #rotate(bytes: number): Promise<void> {
    const { folder, fileBytes, files } = this.#options;
    if (this.#size === undefined) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      this.#size = await sizeOf(this.#file(0));
    }
    if (this.#size > 0 && this.#size + bytes > fileBytes) {
      await rm(this.#file(files - 1), { force: true });
      for (let i = files - 2; i >= 0; i--) await renameIfThere(this.#file(i), this.#file(i + 1));
      this.#size = 0;
    }
    this.#size += bytes;
  }

  #file(index: number): string {
    return join(this.#options.folder, `audit-${index}.jsonl`);
  }
}

async function readEvents(file: string, count: number): Promise<AuditEvent[]> {
  const found: AuditEvent[] = [];
  try {
    for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
      const event = eventOf(line);
      if (event === undefined) continue;
      found.push(event);
      if (found.length >= 2 * count) found.splice(0, found.length - count);
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return found.slice(-count);
}

function eventOf(line: string): AuditEvent | undefined {
  try {
    const event = JSON.parse(line) as Partial<AuditEvent> | null;
    return typeof event?.time === 'string' && typeof event.code === 'number' ? (event as AuditEvent) : undefined;
  } catch {
    return undefined;
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';
