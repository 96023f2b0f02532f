import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { packFolder } from '@luban/extension-package';
import type { ListedChart } from '@luban/extension-package/registry';
import type { Problem } from '@luban/manifest';
import { compare } from 'semver';
import { readIfPresent, writeAtomically } from '../atomic-file.ts';
import type { BuiltinCharts } from '../repositories/builtin-charts.ts';
import { findOfferedFolders, type OfferedFolder } from './offered-folders.ts';
import { problemOf } from './problem-of.ts';

export interface DefaultRepositoryOptions {
  dataDir: string;
  /** Folders of extensions, see `findOfferedFolders`. */
  roots: readonly string[];
  /** Milliseconds for which the folders are not looked at again. Default: 2,000. */
  freshFor?: number;
  onError(error: unknown): void;
}

/** A package that was made of a folder. */
export interface OfferedChart {
  name: string;
  version: string;
  /** `sha256:…` of the archive. */
  digest: string;
  /** `<name>-<version>.tgz` */
  file: string;
  description: string;
}

interface Packed extends OfferedChart {
  /** Absolute. */
  path: string;
}

/**
 * The extensions of the product as a repository. A package is made of a folder when somebody asks for what there is, and
 * kept on disk until the folder changes.
 */
export class DefaultRepository implements BuiltinCharts {
  readonly #options: DefaultRepositoryOptions;
  readonly #folder: string;
  readonly #packed = new Map<string, Packed>();
  readonly #listeners = new Set<() => void>();
  #charts = new Map<string, Packed>();
  #problems: Problem[] = [];
  #incomplete: string[] = [];
  /** What was last made of each folder. */
  readonly #names = new Map<string, string>();
  #looking: Promise<void> | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #etag = '';

  constructor(options: DefaultRepositoryOptions) {
    this.#options = options;
    this.#folder = join(options.dataDir, 'cache', 'default-repository');
  }

  /** Everything there is, by name, the newest first. */
  async index(): Promise<readonly ListedChart[]> {
    return (await this.charts()).map(({ name, version, digest, file }) => ({ name, version, digest, urls: [file] }));
  }

  async charts(): Promise<OfferedChart[]> {
    await this.#look();
    return [...this.#charts.values()].sort((a, b) =>
      a.name === b.name ? compare(b.version, a.version) : a.name < b.name ? -1 : 1,
    );
  }

  /** Folders that cannot be packed. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** Names of extensions that such a folder was, when it last could be. */
  get incomplete(): readonly string[] {
    return this.#incomplete;
  }

  async read(file: string): Promise<Uint8Array> {
    await this.#look();
    let found = this.#charts.get(file);
    let content = found && (await readIfPresent(found.path));
    if (found !== undefined && content === undefined) {
      // Somebody has emptied the cache.
      this.#packed.clear();
      await this.#look(true);
      found = this.#charts.get(file);
      content = found && (await readIfPresent(found.path));
    }
    if (content === undefined) throw new Error(`${file} is not one of the product's packages`);
    return content;
  }

  /** Looks at the folders again, and tells who watches when something is new. */
  async refresh(): Promise<void> {
    await this.#look(true);
  }

  watch(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  async #look(now = false): Promise<void> {
    const { freshFor = 2_000 } = this.#options;
    if (this.#looking !== undefined) {
      await this.#looking;
      if (!now) return;
    }
    if (!now && performance.now() - this.#lookedAt < freshFor) return;
    this.#looking ??= this.#pack().finally(() => {
      this.#looking = undefined;
      this.#lookedAt = performance.now();
    });
    await this.#looking;
  }

  async #pack(): Promise<void> {
    const folders = await findOfferedFolders(this.#options.roots);
    const charts = new Map<string, Packed>();
    const problems: Problem[] = [];
    for (const offered of folders) {
      try {
        const packed = await this.#packedOf(offered);
        this.#names.set(offered.folder, packed.name);
        // The first root wins, as for what is preinstalled.
        if (!charts.has(packed.file)) charts.set(packed.file, packed);
      } catch (error) {
        const extension = this.#names.get(offered.folder);
        const { code, params } = problemOf(error);
        problems.push({ code, params: { ...params, folder: offered.folder }, ...(extension && { extension }) });
      }
    }
    const current = new Set(folders.map(({ fingerprint }) => fingerprint));
    for (const fingerprint of this.#packed.keys()) if (!current.has(fingerprint)) this.#packed.delete(fingerprint);
    await this.#tidy(current);
    this.#charts = charts;
    this.#problems = problems;
    this.#incomplete = problems.flatMap(({ extension }) => extension ?? []);
    const etag = [...charts.values()].map(({ file, digest }) => `${file} ${digest}`).join('\n');
    if (etag === this.#etag) return;
    this.#etag = etag;
    for (const listener of this.#listeners) listener();
  }

  async #packedOf({ folder, fingerprint }: OfferedFolder): Promise<Packed> {
    const known = this.#packed.get(fingerprint) ?? (await this.#kept(fingerprint));
    if (known !== undefined) {
      this.#packed.set(fingerprint, known);
      return known;
    }
    const { archive, package: pkg } = await packFolder(folder);
    const { name, version, description } = pkg.metadata;
    const path = this.#path(fingerprint, 'tgz');
    const chart: OfferedChart = {
      ...{ name, version, file: `${name}-${version}.tgz` },
      digest: `sha256:${createHash('sha256').update(archive).digest('hex')}`,
      description: description.en ?? Object.values(description)[0] ?? '',
    };
    await writeAtomically(path, archive, { durable: false });
    // Last: it says that the archive is whole.
    await writeAtomically(this.#path(fingerprint, 'json'), JSON.stringify(chart), { durable: false });
    const packed = { ...chart, path };
    this.#packed.set(fingerprint, packed);
    return packed;
  }

  /** Of a start before this one. */
  async #kept(fingerprint: string): Promise<Packed | undefined> {
    const [about, archive] = await Promise.all([
      readIfPresent(this.#path(fingerprint, 'json')),
      readIfPresent(this.#path(fingerprint, 'tgz')),
    ]);
    if (about === undefined || archive === undefined) return undefined;
    try {
      const chart = JSON.parse(about.toString('utf8')) as OfferedChart;
      const digest = `sha256:${createHash('sha256').update(archive).digest('hex')}`;
      return chart.digest === digest ? { ...chart, path: this.#path(fingerprint, 'tgz') } : undefined;
    } catch {
      return undefined;
    }
  }

  async #tidy(current: ReadonlySet<string>): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    for (const name of names) {
      if (!current.has(name.replace(/\..*$/, ''))) await rm(join(this.#folder, name), { force: true });
    }
  }

  #path(fingerprint: string, extension: string): string {
    return join(this.#folder, `${fingerprint}.${extension}`);
  }
}
