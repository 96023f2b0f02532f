import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { PACKAGE_LIMITS, sizeText } from '../limits.ts';
import { refusal } from '../package-error.ts';

/** Left out wherever they are: what tools leave behind, and what was never meant for others. */
const IGNORED = /^(?:\..*|node_modules|.*~)$/;
/** Says what helm leaves out of a chart, and so belongs to it. */
const KEPT = '.helmignore';

/** Reads files of an author's folder, each at most once, and never from outside of it. */
export class FolderFiles {
  readonly #folder: string;
  readonly #files = new Map<string, Uint8Array>();
  #bytes = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws PackageError LB7137 */
  static async open(folder: string): Promise<FolderFiles> {
    return new FolderFiles(await readable('.', () => realpath(folder)));
  }

  /** Content by path, with forward slashes. */
  get files(): ReadonlyMap<string, Uint8Array> {
    return this.#files;
  }

  /** Names directly in the folder, sorted; what is ignored everywhere is not among them. */
  async names(): Promise<string[]> {
    const names = await readable('.', () => readdir(this.#folder));
    return names.filter((name) => !IGNORED.test(name)).sort();
  }

  /**
   * Adds a file, or a folder with all that is in it. A link inside the folder is followed.
   *
   * @returns false when there is no such file
   * @throws PackageError LB7136 a link that leads out, LB7137 unreadable, LB7104, LB7110 or LB7103 too much
   */
  async add(path: string, above: readonly string[] = []): Promise<boolean> {
    const place = join(this.#folder, ...path.split('/'));
    if (this.#files.has(path)) return true;
    if ((await lstat(place).catch(() => undefined)) === undefined) return false;
    const real = await readable(path, () => realpath(place));
    if (real !== this.#folder && !real.startsWith(`${this.#folder}${sep}`)) throw refusal('LB7136', path);
    const found = await readable(path, () => stat(real));
    if (found.isDirectory()) {
      // A link to a folder above would never end.
      if (above.includes(real)) throw refusal('LB7136', path);
      for (const name of (await readable(path, () => readdir(real))).sort()) {
        if (name === KEPT || !IGNORED.test(name)) await this.add(`${path}/${name}`, [...above, real]);
      }
    } else if (found.isFile()) {
      this.#claim(path, found.size);
      this.#files.set(path, await readable(path, () => readFile(real)));
    } else throw refusal('LB7137', path, { reason: 'neither file nor folder' });
    return true;
  }

  #claim(path: string, size: number): void {
    const { file, unpacked, entries } = PACKAGE_LIMITS;
    this.#bytes += size;
    if (size > file) throw refusal('LB7110', path, { limit: sizeText(file) });
    if (this.#bytes > unpacked) throw refusal('LB7103', path, { limit: sizeText(unpacked) });
    if (this.#files.size >= entries) throw refusal('LB7104', path, { limit: entries });
  }
}

async function readable<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw refusal('LB7137', path, { reason: code ?? (error as Error).message }, error);
  }
}
