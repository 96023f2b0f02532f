import type { Problem } from '@luban/manifest';
import { valid } from 'semver';
import { Limiter } from '../limiter.ts';
import type { ListedChart, Listing, ListingProgress } from '../listing.ts';
import { problemOf, RegistryError } from '../registry-error.ts';
import { chartLayer, HELM_CONFIG, type Manifest } from './manifest.ts';
import { isRepositoryName, isTag, tagOf, versionOf } from './oci-reference.ts';
import type { OciRegistry } from './oci-registry.ts';

export interface OciRepositoryOptions {
  registry: OciRegistry;
  /** A repository, or what the names of several begin with; empty for the whole registry. */
  path: string;
  /** What there is, below the path, where the registry does not tell: `clock`, `clock:1.0.0`. */
  references?: readonly string[];
}

const MOST_TAGS = 10_000;

/**
 * The charts of an OCI registry below a path. What was asked for once is asked for again by digest alone.
 *
 * Notes: artifacts that are no charts are left out in silence, unless they were referred to, and so are the tags
 * `latest` and those that hold signatures: a registry is shared with images.
 */
export class OciRepository {
  readonly #options: OciRepositoryOptions;
  /** By tag, what its manifest was; `chart` is absent for what is none. */
  readonly #known = new Map<string, { manifest: string; chart?: ListedChart }>();
  #last = '';

  constructor(options: OciRepositoryOptions) {
    this.#options = options;
  }

  /** @throws RegistryError: LB7221 when nothing is referred to and the registry tells nothing */
  async list(signal?: AbortSignal, onProgress?: (progress: ListingProgress) => void): Promise<Listing> {
    const draft: Draft = { charts: [], problems: [], incomplete: new Set() };
    const limiter = new Limiter(8);
    const sources = await this.#sources(draft, signal);
    const tags: { path: string; tag: string; isNamed: boolean }[] = [];
    const failing = (path: string, error: unknown, version?: string) => {
      if (!(error instanceof RegistryError)) throw error;
      const extension = nameOf(path);
      draft.incomplete.add(extension);
      draft.problems.push(error.problem({ extension, ...(version !== undefined && { version }) }));
    };
    const open = sources.map(({ path, tag, isNamed }) =>
      limiter.run(async () => {
        try {
          for (const found of tag === undefined ? await this.#versions(path, isNamed, draft, signal) : [tag]) {
            tags.push({ path, tag: found, isNamed });
          }
        } catch (error) {
          signal?.throwIfAborted();
          failing(path, error);
        }
      }, signal),
    );
    await all(open);
    let done = 0;
    const total = tags.length;
    onProgress?.({ unit: 'versions', done, total });
    const reading = tags.map(({ path, tag, isNamed }) =>
      limiter.run(async () => {
        try {
          const chart = await this.#chart(path, tag, signal);
          if (chart !== undefined) draft.charts.push(chart);
          else if (isNamed) draft.problems.push(problemOf('LB7229', { reference: this.#shown(path, tag) }));
        } catch (error) {
          signal?.throwIfAborted();
          failing(path, error, versionOf(tag));
        }
        onProgress?.({ unit: 'versions', done: ++done, total });
      }, signal),
    );
    await all(reading);
    return this.#finished(draft);
  }

  #finished({ charts, problems, incomplete }: Draft): Listing {
    const order = ({ name, version }: ListedChart) => `${name} ${version}`;
    charts.sort((one, other) => (order(one) < order(other) ? -1 : 1));
    const listing = { charts: withoutDoubles(charts, problems), problems, incomplete: [...incomplete].sort() };
    const now = JSON.stringify(listing);
    const unchanged = now === this.#last;
    this.#last = now;
    return { ...listing, unchanged };
  }

  async #sources(draft: Draft, signal: AbortSignal | undefined): Promise<Source[]> {
    const { registry, path, references = [] } = this.#options;
    if (references.length > 0) return references.flatMap((written) => this.#referred(written, draft) ?? []);
    const below = path === '' ? '' : `${path}/`;
    // A registry may refuse one of the two where the other one answers.
    const own = path === '' ? undefined : await attempt(registry.tags(path, signal));
    const catalog = await attempt(registry.catalog(signal));
    if (!Array.isArray(catalog) && !Array.isArray(own)) {
      if (own === undefined && catalog === undefined) await registry.check(signal);
      throw own ?? catalog ?? new RegistryError('LB7221', { host: registry.host, path });
    }
    const found = (Array.isArray(catalog) ? catalog : []).filter(
      (name) => name.startsWith(below) && isRepositoryName(name),
    );
    const paths = Array.isArray(own) ? [path, ...found] : found;
    return [...new Set(paths)].map((name) => ({ path: name, isNamed: false }));
  }

  #referred(written: string, draft: Draft): Source | undefined {
    const { path } = this.#options;
    const [name = '', version] = written.split(':', 2) as [string, string?];
    const whole = [path, name].filter((part) => part !== '' && part !== '.').join('/');
    const tag = version === undefined ? undefined : tagOf(version);
    if (isRepositoryName(whole) && (tag === undefined || (isTag(tag) && isVersion(tag)))) {
      return { path: whole, isNamed: true, ...(tag !== undefined && { tag }) };
    }
    draft.problems.push(problemOf('LB7224', { reference: written }));
    return undefined;
  }

  async #versions(path: string, isNamed: boolean, draft: Draft, signal: AbortSignal | undefined): Promise<string[]> {
    const tags = await this.#options.registry.tags(path, signal);
    if (tags === undefined && isNamed) throw new RegistryError('LB7223', { reference: this.#shown(path) });
    const found = (tags ?? []).filter((tag) => isTag(tag) && !IGNORED.test(tag)).slice(0, MOST_TAGS);
    for (const tag of found) {
      if (isNamed && !isVersion(tag)) draft.problems.push(problemOf('LB7225', { reference: this.#shown(path, tag) }));
    }
    return found.filter(isVersion);
  }

  async #chart(path: string, tag: string, signal: AbortSignal | undefined): Promise<ListedChart | undefined> {
    const { registry } = this.#options;
    const key = `${path}:${tag}`;
    const known = this.#known.get(key);
    if (known !== undefined && known.manifest === (await registry.digest(path, tag, signal))) return known.chart;
    const manifest = await registry.manifest(path, tag, signal);
    const holder = await chartManifest(registry, path, manifest, signal);
    const layer = holder === undefined ? undefined : chartLayer(holder);
    if (layer === undefined) {
      this.#known.set(key, { manifest: manifest.digest });
      return undefined;
    }
    const created = holder?.annotations.get('org.opencontainers.image.created');
    const chart: ListedChart = {
      ...{ name: nameOf(path), version: versionOf(tag), digest: layer.digest, urls: [this.#shown(path, tag)] },
      ...(created !== undefined && !Number.isNaN(Date.parse(created)) && { created }),
    };
    this.#known.set(key, { manifest: manifest.digest, chart });
    return chart;
  }

  #shown(path: string, tag?: string): string {
    return `oci://${this.#options.registry.host}/${path}${tag === undefined ? '' : `:${tag}`}`;
  }
}

/** The manifest itself, or the one of an index that is a chart; undefined when there is none. */
export async function chartManifest(
  registry: OciRegistry,
  path: string,
  manifest: Manifest,
  signal: AbortSignal | undefined,
): Promise<Manifest | undefined> {
  if (manifest.manifests.length === 0) return manifest;
  const named = manifest.manifests.filter(({ artifactType }) => artifactType === HELM_CONFIG);
  for (const { digest } of (named.length > 0 ? named : manifest.manifests).slice(0, 5)) {
    const inner = await registry.manifest(path, digest, signal);
    if (chartLayer(inner) !== undefined) return inner;
  }
  return undefined;
}

/** A refusal as a value; other failures may pass, and say nothing about what is there. */
async function attempt(names: Promise<string[] | undefined>): Promise<string[] | undefined | RegistryError> {
  try {
    return await names;
  } catch (error) {
    const isRefusal = error instanceof RegistryError && ['LB7206', 'LB7226', 'LB7227'].includes(error.code);
    if (isRefusal) return error;
    throw error;
  }
}

interface Draft {
  charts: ListedChart[];
  problems: Problem[];
  incomplete: Set<string>;
}

interface Source {
  path: string;
  tag?: string;
  /** A person has written it. */
  isNamed: boolean;
}

const IGNORED = /^(?:latest|sha256-[\da-f]{64}.*)$/;
const isVersion = (tag: string) => valid(versionOf(tag)) !== null;
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** All, or the first failure once none is under way any more. */
async function all(tasks: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(tasks);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** Charts of one name in two places below the path: the first in order is taken. */
function withoutDoubles(charts: readonly ListedChart[], problems: Problem[]): ListedChart[] {
  const seen = new Set<string>();
  return charts.filter(({ name, version }) => {
    const key = `${name} ${version}`;
    if (seen.has(key)) problems.push(problemOf('LB7216', { chart: name, version }, { extension: name, version }));
    return !seen.has(key) && seen.add(key);
  });
}
