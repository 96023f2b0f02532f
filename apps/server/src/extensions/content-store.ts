import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExtensionManifest } from '@luban/manifest';
import { readIfPresent, writeAtomically } from '../atomic-file.ts';
import { WHOLE_LIFE } from '../identity/sessions.ts';
import { Refusal } from '../refusal.ts';
import { isSafePath } from './file-path.ts';
import { removeLeftovers } from './leftovers.ts';
import { listedFiles } from './listed-files.ts';
import { readBundle } from './read-bundle.ts';
import { integrityOf, type ManifestFile, parseManifest } from './read-manifest.ts';

/**
 * Milliseconds that files outlive the listing of their version. A tab lives no longer than its session, so none that is
 * still signed in meets a missing file.
 */
export const RETENTION = WHOLE_LIFE + 24 * 3_600_000;

/** What is known of one kept version; outlives its files, so that a URL never gets other content. */
interface StoreRecord {
  /** `sha256:…` of `extension.json`. */
  digest: string;
  /** `sha384-…` of `extension.json`. */
  integrity: string;
  bytes: number;
  /** When the version left the listing, in milliseconds of the epoch. */
  unlisted?: number;
  /** The files are gone. */
  pruned?: true;
}

const RECORD = /^@(.+)\.json$/;

export interface Kept {
  segment: string;
  bytes: number;
}

/**
 * Keeps the files of every version that was ever listed, each under a URL whose content never changes:
 * `<folder>/<name>/<segment>/…` with a record beside it, `@<segment>.json`. No segment begins with `@`, whereas a version
 * such as `1.0.0-a.json` would be the name of another's record.
 */
export class ContentStore {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #records = new Map<string, StoreRecord>();
  /** Path to digest of versions that were asked for lately. */
  readonly #listed = new Map<string, Map<string, string>>();
  /** Name to what is being kept under it. */
  readonly #queues = new Map<string, Promise<void>>();

  private constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#now = now;
  }

  static async open(folder: string, now: () => number = Date.now): Promise<ContentStore> {
    const store = new ContentStore(folder, now);
    await removeLeftovers(folder);
    const entries = await readdir(folder, { withFileTypes: true });
    const kept = entries.filter((entry) => entry.isDirectory());
    await Promise.all(kept.map((entry) => store.#readRecords(entry.name)));
    return store;
  }

  /**
   * Keeps a version's files, unless the same content is kept already.
   *
   * @param ui the folder that holds `extension.json`
   * @throws Refusal when a file is not what the manifest says; nothing is kept then
   */
  keep(ui: string, file: ManifestFile): Promise<Kept> {
    // One after the other: two folders with one version must not both think that the plain URL is free.
    const { name } = file.manifest;
    const kept = (this.#queues.get(name) ?? Promise.resolve()).then(() => this.#keep(ui, file));
    const settled = kept.then(
      () => {},
      () => {},
    );
    this.#queues.set(name, settled);
    settled.then(() => this.#queues.get(name) === settled && this.#queues.delete(name));
    return kept;
  }

  async #keep(ui: string, file: ManifestFile): Promise<Kept> {
    const { name, version } = file.manifest;
    const segment = this.#segmentFor(name, version, file.digest);
    const known = this.#records.get(`${name}/${segment}`);
    if (known !== undefined && known.pruned === undefined) {
      if (known.unlisted !== undefined) await this.#record(name, segment, { ...known, unlisted: undefined });
      return { segment, bytes: known.bytes };
    }
    const bytes = await this.#copy(ui, file, join(this.#folder, name, segment));
    await this.#record(name, segment, { digest: file.digest, integrity: file.integrity, bytes });
    return { segment, bytes };
  }

  /** Whether the files of a version with just this content are kept. @param digest of `extension.json` */
  has(name: string, version: string, digest: string): boolean {
    return this.#keptRecord(name, version, digest) !== undefined;
  }

  /** The manifest of such a version; undefined when it is not kept, or not whole. */
  async manifestOf(name: string, version: string, digest: string): Promise<(ManifestFile & Kept) | undefined> {
    const kept = this.#keptRecord(name, version, digest);
    if (kept === undefined) return undefined;
    const content = await readIfPresent(join(this.#folder, name, kept.segment, 'extension.json'));
    const file = content === undefined ? undefined : parseManifest(content);
    return file === undefined || 'code' in file || file.digest !== digest ? undefined : { ...file, ...kept };
  }

  #keptRecord(name: string, version: string, digest: string): Kept | undefined {
    const segment = this.#segmentFor(name, version, digest);
    const record = this.#records.get(`${name}/${segment}`);
    const isKept = record !== undefined && record.digest === digest && record.pruned === undefined;
    return isKept ? { segment, bytes: record.bytes } : undefined;
  }

  /** Starts the clock of versions that are not listed any more and drops those whose time is over. */
  async retain(listed: ReadonlySet<string>): Promise<void> {
    for (const [key, record] of this.#records) {
      if (listed.has(key) || record.pruned) continue;
      const [name, segment] = key.split('/') as [string, string];
      if (record.unlisted === undefined) {
        await this.#record(name, segment, { ...record, unlisted: this.#now() });
      } else if (this.#now() - record.unlisted > RETENTION) {
        await this.#record(name, segment, { ...record, pruned: true });
        await rm(join(this.#folder, name, segment), { recursive: true, force: true });
        this.#listed.delete(key);
      }
    }
  }

  /** @see ExtensionSource.digestOf */
  async digestOf(name: string, segment: string, path: string): Promise<string | undefined> {
    const key = `${name}/${segment}`;
    const record = this.#records.get(key);
    if (record === undefined || record.pruned || !isSafePath(path)) return undefined;
    return path === 'extension.json' ? record.integrity : (await this.#filesOf(key)).get(path);
  }

  /** @see ExtensionSource.readFile */
  async read(name: string, segment: string, path: string): Promise<Buffer | undefined> {
    const integrity = await this.digestOf(name, segment, path);
    if (integrity === undefined) return undefined;
    const content = await readIfPresent(join(this.#folder, name, segment, ...path.split('/')));
    if (content === undefined || integrityOf(content) !== integrity) throw new Refusal(500, 'LB5016', { file: path });
    return content;
  }

  /** The first content of a version has the plain URL; each other content has one of its own. */
  #segmentFor(name: string, version: string, digest: string): string {
    const plain = this.#records.get(`${name}/${version}`);
    return plain === undefined || plain.digest === digest ? version : `${version}~${digest.slice(7, 15)}`;
  }

  async #copy(ui: string, file: ManifestFile, target: string): Promise<number> {
    const temporary = await mkdtemp(join(this.#folder, '.new-'));
    try {
      let bytes = file.content.length;
      await writeFile(join(temporary, 'extension.json'), file.content);
      for await (const { path, content } of readBundle(ui, file)) {
        const place = join(temporary, ...path.split('/'));
        await mkdir(dirname(place), { recursive: true });
        await writeFile(place, content);
        bytes += content.length;
      }
      await mkdir(dirname(target), { recursive: true });
      await rm(target, { recursive: true, force: true });
      await rename(temporary, target);
      return bytes;
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
  }

  async #filesOf(key: string): Promise<Map<string, string>> {
    const known = this.#listed.get(key);
    if (known !== undefined) return known;
    const manifest = JSON.parse(await readFile(join(this.#folder, key, 'extension.json'), 'utf8')) as ExtensionManifest;
    const files = listedFiles(manifest);
    this.#listed.set(key, files);
    if (this.#listed.size > 500) this.#listed.delete(this.#listed.keys().next().value!);
    return files;
  }

  async #readRecords(name: string): Promise<void> {
    for (const entry of await readdir(join(this.#folder, name))) {
      const segment = RECORD.exec(entry)?.[1];
      if (segment === undefined) continue;
      const record = JSON.parse(await readFile(join(this.#folder, name, entry), 'utf8')) as StoreRecord;
      this.#records.set(`${name}/${segment}`, record);
    }
  }

  async #record(name: string, segment: string, record: StoreRecord): Promise<void> {
    await writeAtomically(join(this.#folder, name, `@${segment}.json`), JSON.stringify(record), { durable: false });
    this.#records.set(`${name}/${segment}`, record);
  }
}
