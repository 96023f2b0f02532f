import { basename } from 'node:path';
import type { FileOperations, StoreFile } from '../disk/file-operations.ts';

/** What a power failure writes wholly or not at all. */
const SECTOR = 512;

type Change = { position: number; bytes: Buffer } | { length: number };
type Operation = 'open' | 'write' | 'sync' | 'truncate' | 'rename' | 'remove' | 'syncDirectory';

class Content {
  present: Buffer = Buffer.alloc(0);
  onDisk: Buffer = Buffer.alloc(0);
  unsynced: Change[] = [];
}

/**
 * A directory in memory with the faults of real ones: it runs full, its operations fail, and when its power fails,
 * sectors and names that were not synced are there or not as chance will have it.
 */
export class SimulatedDisk implements FileOperations {
  /** Bytes that can still be written. */
  space = Number.POSITIVE_INFINITY;
  /** Codes of errors, such as EIO, that operations end with. */
  readonly failing = new Map<Operation, string>();
  /** How long operations take. */
  wait: () => Promise<unknown> = () => Promise.resolve();
  /** Operations until the power fails. */
  power = Number.POSITIVE_INFINITY;
  #names = new Map<string, Content>();
  #namesOnDisk = new Map<string, Content>();
  #unsyncedNames: ((names: Map<string, Content>) => void)[] = [];
  #life = 0;

  async makeDirectory(): Promise<void> {}

  async list(): Promise<string[]> {
    return [...this.#names.keys()];
  }

  async open(path: string, mode: 'read' | 'change' | 'create'): Promise<StoreFile> {
    const life = await this.#begin('open', this.#life);
    const name = basename(path);
    const found = this.#names.get(name);
    if (mode !== 'create' && found === undefined) throw failure('ENOENT', name);
    const content = found ?? new Content();
    if (found === undefined) this.#rename((names) => names.set(name, content));
    else if (mode === 'create') this.#change(content, { length: 0 });
    const begin = (operation: Operation) => this.#begin(operation, life);
    return {
      path,
      size: async () => content.present.length,
      read: async (into, position) => content.present.copy(into, 0, position),
      write: async (bytes, position) => {
        await begin('write');
        const fits = Math.min(bytes.length, this.space);
        this.space -= fits;
        this.#change(content, { position, bytes: Buffer.from(bytes.subarray(0, fits)) });
        if (fits < bytes.length) throw failure('ENOSPC', name);
      },
      truncate: async (length) => {
        await begin('truncate');
        this.#change(content, { length });
      },
      sync: async () => {
        const { present } = content;
        const done = content.unsynced.length;
        await begin('sync');
        content.onDisk = present;
        content.unsynced = content.unsynced.slice(done);
      },
      close: async () => {},
    };
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#begin('rename', this.#life);
    const content = this.#names.get(basename(from));
    if (content === undefined) throw failure('ENOENT', from);
    this.#rename((names) => names.delete(basename(from)) && names.set(basename(to), content));
  }

  async remove(path: string): Promise<void> {
    await this.#begin('remove', this.#life);
    this.#rename((names) => names.delete(basename(path)));
  }

  async syncDirectory(): Promise<void> {
    const done = this.#unsyncedNames.length;
    await this.#begin('syncDirectory', this.#life);
    for (const change of this.#unsyncedNames.splice(0, done)) change(this.#namesOnDisk);
  }

  async freeBytes(): Promise<number> {
    return this.space;
  }

  /** The present bytes of a file, which may be given others. */
  bytes(name: string): Buffer {
    return Buffer.from(this.#names.get(name)?.present ?? []);
  }

  /** Puts a file onto the disk, or takes it away. */
  put(name: string, bytes: Buffer | undefined): void {
    const content = new Content();
    content.present = bytes ?? content.present;
    content.onDisk = content.present;
    for (const names of [this.#names, this.#namesOnDisk]) {
      if (bytes === undefined) names.delete(name);
      else names.set(name, content);
    }
  }

  /** Another disk with the same files. */
  copy(): SimulatedDisk {
    const copy = new SimulatedDisk();
    for (const [name, { present }] of this.#names) copy.put(name, present);
    return copy;
  }

  /**
   * Cuts the power, if it has not failed yet, and turns it on again. Files that are open are lost.
   * @param chance From 0 to below 1.
   */
  restart(chance: () => number): void {
    this.#life++;
    this.power = Number.POSITIVE_INFINITY;
    for (const change of this.#unsyncedNames) if (chance() < 0.5) change(this.#namesOnDisk);
    this.#unsyncedNames = [];
    this.#names = new Map(this.#namesOnDisk);
    for (const content of this.#names.values()) {
      for (const change of content.unsynced) content.onDisk = applied(content.onDisk, change, chance);
      content.unsynced = [];
      content.present = content.onDisk;
    }
  }

  /** Ends the process that has files open; what it wrote is not lost. */
  kill(): void {
    this.#life++;
  }

  async #begin(operation: Operation, life: number): Promise<number> {
    await this.wait();
    const code = this.failing.get(operation);
    if (life !== this.#life || this.power-- <= 0) throw failure('EIO', 'the power is off');
    if (code !== undefined) throw failure(code, operation);
    return life;
  }

  #rename(change: (names: Map<string, Content>) => void): void {
    change(this.#names);
    this.#unsyncedNames.push(change);
  }

  #change(content: Content, change: Change): void {
    content.present = applied(content.present, change);
    content.unsynced.push(change);
  }
}

/** @param chance Whether each sector is written; absent: all are. */
function applied(bytes: Buffer, change: Change, chance?: () => number): Buffer {
  if ('length' in change) {
    const result = Buffer.alloc(change.length);
    bytes.copy(result);
    return chance === undefined || chance() < 0.5 ? result : bytes;
  }
  const result = Buffer.alloc(Math.max(bytes.length, change.position + change.bytes.length));
  bytes.copy(result);
  for (let at = 0; at < change.bytes.length; ) {
    const end = Math.min(change.bytes.length, at + SECTOR - ((change.position + at) % SECTOR));
    if (chance === undefined || chance() < 0.5) change.bytes.copy(result, change.position + at, at, end);
    at = end;
  }
  return result;
}

function failure(code: string, what: string): Error {
  return Object.assign(new Error(`${code}: ${what}`), { code });
}
