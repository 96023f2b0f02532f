import type { Problem } from '@luban/manifest';
import { Refusal } from '../refusal.ts';
import type { Bundle } from './bundle.ts';
import type { ObjectContent } from './object-content.ts';
import type { PackageFolders } from './package-folders.ts';
import { isPublished, type UIBundleObject } from './ui-bundle-object.ts';

/** The files of an object, or why there are none. Both: the last good ones. Neither: they are on their way. */
export interface Resolution {
  bundle?: Bundle;
  problem?: Problem;
}

interface Known extends Resolution {
  /** What the object said when this was found. */
  spec: string;
  pending?: Promise<void>;
}

export interface ResolutionsOptions {
  folders: PackageFolders;
  content: ObjectContent;
  /** Whether the catalogue has a package, by `<name>-<version>`. */
  isOffered(reference: string): boolean;
  /** Files came, or turned out not to. */
  onChange(): void;
  onError(error: unknown): void;
}

/** Milliseconds until something that may pass, such as a server that is down, is tried again. */
const RETRY = 15_000;

/** Finds the files that each object speaks of, and keeps the last good ones while new ones are on their way. */
export class Resolutions {
  readonly #options: ResolutionsOptions;
  readonly #known = new Map<string, Known>();

  constructor(options: ResolutionsOptions) {
    this.#options = options;
  }

  of(object: UIBundleObject): Resolution {
    const name = object.metadata.name!;
    const { manifest: _, ...rest } = object.spec;
    const fromCatalogue = this.#comesFromCatalogue(object);
    const isWhole = object.spec.source?.package === undefined || fromCatalogue;
    const spec = JSON.stringify(isWhole ? [fromCatalogue, object.spec] : rest);
    const known = this.#known.get(name);
    if (object.spec.source?.package !== undefined && !fromCatalogue) {
      const found = this.#fromPackage(object, object.spec.source.package, known?.spec === spec ? known : undefined);
      this.#known.set(name, { ...found, spec });
      return found;
    }
    if (known?.spec === spec) return known;
    const next: Known = { spec, bundle: known?.bundle };
    next.pending = this.#bring(object, next);
    this.#known.set(name, next);
    return next;
  }

  /** Resolves when nothing is on its way any more, or after so many milliseconds. */
  async settled(within: number): Promise<void> {
    const pending = [...this.#known.values()].flatMap(({ pending }) => pending ?? []);
    if (pending.length === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, within);
    await Promise.race([Promise.all(pending), promise]);
    clearTimeout(timer);
  }

  /** Forgets objects that are gone. */
  keepOnly(names: ReadonlySet<string>): void {
    for (const name of this.#known.keys()) if (!names.has(name)) this.#known.delete(name);
  }

  /** A package on this computer's disk is at hand; the catalogue's has to be fetched. */
  #comesFromCatalogue(object: UIBundleObject): boolean {
    const { metadata, spec } = object;
    const reference = spec.source?.package;
    if (reference === undefined || isPublished(object)) return false;
    const bundle = this.#bundleOf(metadata.name!, reference);
    if (bundle !== undefined && (!spec.digest || spec.digest === bundle.digest)) return false;
    return this.#options.content.has(object) || this.#options.isOffered(reference);
  }

  #bundleOf(name: string, reference: string): Bundle | undefined {
    const versions = this.#options.folders.list().extensions.find((one) => one.name === name)?.versions ?? [];
    return versions.find((one) => `${one.name}-${one.version}` === reference);
  }

  /** @param last what the same words have led to before: a package that is being written anew is still what it was */
  #fromPackage(object: UIBundleObject, reference: string, last: Known | undefined): Resolution {
    const { digest } = object.spec;
    const name = object.metadata.name!;
    const bundle = this.#bundleOf(name, reference);
    if (bundle !== undefined && (!digest || digest === bundle.digest)) return { bundle };
    // The object follows in a moment.
    if ((bundle !== undefined || isPublished(object)) && last?.bundle !== undefined) return { bundle: last.bundle };
    const problem = bundle === undefined ? 'LB5801' : 'LB5807';
    const params = { name, version: object.spec.version, package: reference.slice(0, 200) };
    return { problem: { code: problem, params, extension: name, version: object.spec.version } };
  }

  async #bring(object: UIBundleObject, known: Known): Promise<void> {
    const { content, onChange, onError } = this.#options;
    const name = object.metadata.name!;
    try {
      known.bundle = await content.bring(object);
    } catch (error) {
      if (!(error instanceof Refusal)) onError(error);
      const { code, params } = error instanceof Refusal ? error : UNKNOWN;
      known.problem = { code, params, extension: name, version: object.spec.version };
      if (!(error instanceof Refusal) || error.status >= 500) this.#tryAgain(name, known);
    } finally {
      known.pending = undefined;
      onChange();
    }
  }

  #tryAgain(name: string, known: Known): void {
    setTimeout(() => {
      if (this.#known.get(name) !== known) return;
      this.#known.set(name, { spec: '', bundle: known.bundle });
      this.#options.onChange();
    }, RETRY).unref();
  }
}

const UNKNOWN = { code: 'LB5805', params: { url: '', reason: 'see the log of the server' } };
