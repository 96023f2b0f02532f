import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, statfs } from 'node:fs/promises';

/** An open file that is written at positions. */
export interface StoreFile {
  readonly path: string;
  size(): Promise<number>;
  /** Fewer bytes than the buffer holds at the end of the file. */
  read(into: Buffer, position: number): Promise<number>;
  /** Writes all of the bytes. When it fails, some of them may have been written. */
  write(bytes: Buffer, position: number): Promise<void>;
  truncate(length: number): Promise<void>;
  /** Resolves when the file's content is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** All that the store does with files; an argument, so that tests can fill the disk or break it. */
export interface FileOperations {
  makeDirectory(path: string): Promise<void>;
  /** Names in a directory, in no order. */
  list(directory: string): Promise<string[]>;
  /** @param mode `create` empties a file that exists. */
  open(path: string, mode: 'read' | 'change' | 'create'): Promise<StoreFile>;
  rename(from: string, to: string): Promise<void>;
  /** Doesn't mind when there is no such file. */
  remove(path: string): Promise<void>;
  /** Makes created, renamed and removed names last. */
  syncDirectory(path: string): Promise<void>;
  /** Bytes that may be written to the file system of the directory. */
  freeBytes(directory: string): Promise<number>;
}

const FLAGS = {
  read: constants.O_RDONLY,
  change: constants.O_RDWR,
  create: constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC,
};

/** The operating system's files, which only their owner may read: they hold secrets. */
export const systemFiles: FileOperations = {
  async makeDirectory(path) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  list: (directory) => readdir(directory),
  open: async (path, mode) => new SystemFile(path, await open(path, FLAGS[mode], 0o600)),
  rename: (from, to) => rename(from, to),
  remove: (path) => rm(path, { force: true }),
  async syncDirectory(path) {
    // Windows knows no such thing.
    if (process.platform === 'win32') return;
    const directory = await open(path, FLAGS.read);
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  },
  async freeBytes(directory) {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  },
};

class SystemFile implements StoreFile {
  readonly path: string;
  readonly #handle: FileHandle;

  constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size;
  }

  async read(into: Buffer, position: number): Promise<number> {
    let done = 0;
    while (done < into.length) {
      const { bytesRead } = await this.#handle.read(into, done, into.length - done, position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  }

  async write(bytes: Buffer, position: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }

  truncate(length: number): Promise<void> {
    return this.#handle.truncate(length);
  }

  sync(): Promise<void> {
    return this.#handle.datasync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
