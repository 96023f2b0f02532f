import { type ExtensionPackage, PackageError, readPackage } from '@luban/extension-package';
import type { ListedChart, Listing, ListingProgress } from '@luban/extension-package/registry';
import type { KubeClient } from '@luban/kube/client';
import type { Problem } from '@luban/manifest';
import { Refusal } from '../refusal.ts';
import { isUnvouched } from '../repositories/refusals.ts';
import { policyMark } from '../repositories/repository-options.ts';
import type { RepositoryReader } from '../repositories/repository-reader.ts';
import { CATALOGUE_MARKS } from './catalogue-marks.ts';
import { type CatalogueObjects, extensionOf } from './catalogue-objects.ts';
import { listedAs, selectCharts } from './chart-selection.ts';
import { inParallel } from './in-parallel.ts';
import {
  EXTENSION_VERSIONS,
  type ExtensionVersionObject,
  KUBESPHERE_LABELS,
  type RepositoryObject,
} from './objects.ts';
import { problemOf } from './problem-of.ts';
import type { SyncSettings } from './repository-spec.ts';
import type { ChartProblem, RepositoryState } from './repository-state.ts';
import { versionName, versionObject } from './version-object.ts';
import { deleteObject, writeObject } from './write-object.ts';

export interface RepositorySyncOptions {
  client: KubeClient;
  objects: CatalogueObjects;
  repository: RepositoryObject;
  reader: RepositoryReader;
  settings: SyncSettings;
  /** What the sync before has left. */
  before: RepositoryState;
  /** Names of `ExtensionVersion` objects that installations need, asked for anew. */
  held(): Promise<ReadonlySet<string>>;
  /** Who else has the extension, and goes first; undefined: nobody. */
  ownerOf(extension: string): { repository?: string } | undefined;
  /** Keeps an archive that was fetched anyway. */
  keep(archive: Uint8Array): Promise<void>;
  /** Whether versions may change that are installed: those of the product follow its folders. Default: false. */
  mayReplace?: boolean;
  /** `chartURL` of a listed chart. Default: its first URL. */
  urlOf?(chart: ListedChart): string | undefined;
  /** Told now and then. */
  onProgress(state: Partial<RepositoryState>): void;
  signal: AbortSignal;
}

export interface SyncResult {
  state: Partial<RepositoryState>;
  written: number;
  removed: number;
}

/** Charts fetched, read and written at a time. */
const PARALLEL = 8;
/** Problems that are kept for people to read. */
const MOST_PROBLEMS = 200;

/**
 * Brings the objects of one repository's versions in line with what it lists.
 *
 * Notes: only a listing that came whole takes versions away, and never one that an installation needs, nor one whose
 * chart could not be read. Each chart has its own time and its own failure.
 *
 * @throws when the repository cannot be listed; then nothing was changed
 */
export async function syncRepository(options: RepositorySyncOptions): Promise<SyncResult> {
  const { repository, settings, signal, before, onProgress } = options;
  const listing = await listWithin(options);
  const { charts, problems } = selectCharts(listing.charts, settings.depth);
  const offers = [...charts.keys()];
  onProgress({ offers, listed: listing.charts.length });

  const run = new Run(options);
  run.problems.push(...listing.problems.map(ofListing), ...problems);
  const used: ListedChart[] = [];
  const shadowed: string[] = [];
  for (const [extension, versions] of charts) {
    const owner = options.ownerOf(extension);
    if (owner === undefined) used.push(...versions);
    else {
      shadowed.push(extension);
      run.problems.push({ chart: extension, problem: shadow(extension, repository.metadata.name!, owner.repository) });
    }
  }
  await run.update(used);
  signal.throwIfAborted();
  const isSuddenlyEmpty = listing.charts.length === 0 && (before.listed ?? 0) > 0;
  if (isSuddenlyEmpty) {
    const params = { repository: repository.metadata.name!, count: before.listed! };
    run.problems.push({ chart: '*', problem: { code: 'LB7312', params } });
  } else {
    await run.removeOthers(used, new Set(listing.incomplete));
  }
  return {
    state: {
      offers: isSuddenlyEmpty ? before.offers : offers,
      shadowed,
      listed: listing.charts.length,
      chartProblems: run.problems.slice(0, MOST_PROBLEMS),
      moreProblems: Math.max(0, run.problems.length - MOST_PROBLEMS),
      refused: run.refused,
    },
    written: run.written,
    removed: run.removed,
  };
}

class Run {
  readonly problems: ChartProblem[] = [];
  readonly refused: RepositoryState['refused'] = {};
  written = 0;
  removed = 0;
  readonly #options: RepositorySyncOptions;
  readonly #name: string;
  /** Behind what was listed, so that another policy has everything looked at again. */
  readonly #policy: string;
  readonly #unvouched = new Set<string>();
  #held: Promise<ReadonlySet<string>> | undefined;

  constructor(options: RepositorySyncOptions) {
    this.#options = options;
    this.#name = options.repository.metadata.name!;
    const policy = policyMark(options.repository);
    this.#policy = policy && ` ${policy}`;
  }

  /** Fetches what is new. */
  async update(charts: readonly ListedChart[]): Promise<void> {
    const { before, onProgress, signal } = this.#options;
    const work: ListedChart[] = [];
    for (const chart of charts) {
      const id = `${chart.name}-${chart.version}`;
      const refused = Object.hasOwn(before.refused, id) ? before.refused[id] : undefined;
      if (refused?.listed === listedAs(chart)) this.#refuse(chart, refused.problem);
      else if (!this.#isCurrent(chart)) work.push(chart);
    }
    let done = 0;
    if (work.length > 0) onProgress({ progress: { done, of: work.length } });
    await inParallel(work, PARALLEL, async (chart) => {
      signal.throwIfAborted();
      await this.#take(chart);
      done++;
      onProgress({ progress: { done, of: work.length } });
    });
  }

  /** Versions of this repository that it no longer lists, or that another has now. */
  async removeOthers(used: readonly ListedChart[], incomplete: ReadonlySet<string>): Promise<void> {
    const { client, objects } = this.#options;
    const offered = used.map(({ name, version }) => `${name}-${version}`);
    // What nobody vouches for any more is as good as not there.
    const wanted = new Set(offered.filter((id) => !this.#unvouched.has(id)));
    const others = [...objects.versions.values()].filter(
      (version) =>
        version.metadata.labels?.[KUBESPHERE_LABELS.repository] === this.#name &&
        !wanted.has(version.metadata.name!) &&
        !incomplete.has(extensionOf(version)),
    );
    if (others.length === 0) return;
    // Asked for now: somebody may have planned an installation since.
    this.#held = undefined;
    const held = await this.#heldNames();
    await inParallel(others, PARALLEL, async (object) => {
      if (held.has(object.metadata.name!)) {
        if (object.metadata.annotations?.[CATALOGUE_MARKS.withdrawn] !== undefined) return;
        const annotations = { [CATALOGUE_MARKS.withdrawn]: this.#name };
        await client.patch({ ...EXTENSION_VERSIONS, name: object.metadata.name! }, 'merge', {
          metadata: { annotations },
        });
      } else {
        await deleteObject(client, EXTENSION_VERSIONS, object);
        this.removed++;
      }
    });
  }

  async #take(chart: ListedChart): Promise<void> {
    const { reader, settings, signal, keep } = this.#options;
    // One chart that does not come holds up no other.
    const timeout = AbortSignal.timeout(settings.timeout);
    try {
      const { archive, digest } = await reader.fetch(chart, AbortSignal.any([signal, timeout]));
      const pkg = await readPackage(archive);
      const { name, version } = pkg.metadata;
      if (name !== chart.name || version !== chart.version) {
        const params = { extension: chart.name, version: chart.version, found: `${name} ${version}` };
        throw new Refusal(422, 'LB7318', params);
      }
      await this.#write(chart, pkg, digest);
      await keep(archive);
    } catch (error) {
      signal.throwIfAborted();
      if (timeout.aborted) return this.#refuse(chart, late(chart, settings.timeout));
      const problem = problemOf(error, chart);
      if (isUnvouched(problem.code)) this.#unvouched.add(`${chart.name}-${chart.version}`);
      // What is wrong with the package itself stays so until another one is listed.
      if (error instanceof PackageError && Object.keys(this.refused).length < MOST_PROBLEMS) {
        this.refused[`${chart.name}-${chart.version}`] = { listed: listedAs(chart), problem };
      }
      this.#refuse(chart, problem);
    }
  }

  async #write(chart: ListedChart, pkg: ExtensionPackage, digest: string): Promise<void> {
    const { client, objects, mayReplace = false, urlOf = ({ urls }) => urls[0] } = this.#options;
    const id = versionName(chart.name, chart.version);
    const held = await this.#heldNames();
    const wanted = versionObject(pkg, {
      repository: this.#name,
      chartURL: urlOf(chart),
      digest,
      created: rfc3339(chart.created),
      annotations: { [CATALOGUE_MARKS.listed]: `${listedAs(chart)}${this.#policy}` },
    });
    let problem: Problem | undefined;
    await writeObject<ExtensionVersionObject>(client, EXTENSION_VERSIONS, id, objects.versions.get(id), (found) => {
      problem = undefined;
      if (found === undefined) return wanted;
      const owner = found.metadata.labels?.[KUBESPHERE_LABELS.repository];
      const params = { extension: chart.name, version: chart.version, repository: this.#name };
      if (owner === undefined) {
        // The same content needs no word.
        if (found.spec?.digest !== digest) problem = { code: 'LB7304', params, extension: chart.name };
        return undefined;
      }
      if (!mayReplace && held.has(id) && found.spec?.digest !== undefined && found.spec.digest !== digest) {
        problem = { code: 'LB7305', params, extension: chart.name };
        return undefined;
      }
      return merged(found, wanted);
    });
    if (problem === undefined) this.written++;
    else this.#refuse(chart, problem);
  }

  #isCurrent(chart: ListedChart): boolean {
    const object = this.#options.objects.versions.get(`${chart.name}-${chart.version}`);
    const { labels = {}, annotations = {} } = object?.metadata ?? {};
    return (
      labels[KUBESPHERE_LABELS.repository] === this.#name &&
      annotations[CATALOGUE_MARKS.listed] === `${listedAs(chart)}${this.#policy}` &&
      annotations[CATALOGUE_MARKS.withdrawn] === undefined
    );
  }

  #heldNames(): Promise<ReadonlySet<string>> {
    this.#held ??= this.#options.held();
    return this.#held;
  }

  #refuse({ name, version }: ListedChart, problem: Problem): void {
    this.problems.push({ chart: name, version, problem });
  }
}

/** A listing has its own time, and says how far it is. */
async function listWithin({ reader, settings, signal, onProgress }: RepositorySyncOptions): Promise<Listing> {
  const timeout = AbortSignal.timeout(settings.timeout);
  const progress = ({ unit, done, total }: ListingProgress) => {
    if (unit === 'versions' && total !== undefined) onProgress({ progress: { done, of: total } });
  };
  try {
    return await reader.list(AbortSignal.any([signal, timeout]), progress);
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.aborted) throw new Refusal(504, 'LB7315', { seconds: settings.timeout / 1000 }, { cause: error });
    throw error;
  }
}

/** What others have added to the object stays. That an earlier owner was a KubeSphere's garbage does not. */
function merged(found: ExtensionVersionObject, wanted: ExtensionVersionObject): ExtensionVersionObject {
  const { ownerReferences: _, ...metadata } = found.metadata;
  const {
    [CATALOGUE_MARKS.withdrawn]: __,
    [CATALOGUE_MARKS.problem]: ___,
    ...annotations
  } = metadata.annotations ?? {};
  return {
    ...found,
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, ...wanted.metadata.labels },
      annotations: { ...annotations, ...wanted.metadata.annotations },
    },
    spec: wanted.spec,
  };
}

function ofListing(problem: Problem): ChartProblem {
  const { extension = '*', version } = problem;
  return { chart: extension, ...(version && { version }), problem };
}

function shadow(extension: string, repository: string, owner: string | undefined): Problem {
  const code = owner === undefined ? 'LB7313' : 'LB7303';
  return { code, params: { extension, repository, ...(owner && { owner }) }, extension };
}

function late({ name, version }: ListedChart, timeout: number): Problem {
  return { code: 'LB7310', params: { extension: name, version, seconds: timeout / 1000 }, extension: name, version };
}

function rfc3339(created: string | undefined): string | undefined {
  const time = Date.parse(created ?? '');
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
