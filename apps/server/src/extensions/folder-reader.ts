import type { Problem } from '@luban/manifest';
import { Refusal } from '../refusal.ts';
import type { Bundle } from './bundle.ts';
import type { ContentStore } from './content-store.ts';
import type { FoundFolder } from './find-folders.ts';
import { readManifest } from './read-manifest.ts';

/** What a folder gave. Neither: it holds no extension. */
export interface FolderResult {
  bundle?: Bundle;
  problem?: Problem;
}

export interface Reading extends FolderResult {
  /** Something is being written there, it should be read again soon. */
  unsettled: boolean;
}

interface Memory {
  /** The last good content. */
  bundle?: Bundle;
  /** Since when the folder cannot be read, in milliseconds of the epoch. */
  troubleSince?: number;
}

/**
 * Reads folders that somebody may be writing at the same moment: a build empties its output first and fills it file by
 * file. A folder that was good keeps its last good content until trouble has lasted for `patience`.
 */
export class FolderReader {
  readonly #store: ContentStore;
  readonly #patience: number;
  readonly #memory = new Map<string, Memory>();

  constructor(store: ContentStore, patience: number) {
    this.#store = store;
    this.#patience = patience;
  }

  /** @param now milliseconds of the epoch; undefined: do not wait, report trouble at once */
  async read(found: FoundFolder, now?: number): Promise<Reading> {
    const result = await this.#attempt(found);
    if (result.bundle !== undefined) {
      this.#memory.set(found.ui, { bundle: result.bundle });
      return { ...result, unsettled: false };
    }
    const { bundle, troubleSince = now } = this.#memory.get(found.ui) ?? {};
    const hadNothing = bundle === undefined && result.problem === undefined;
    if (now === undefined || troubleSince === undefined || hadNothing) return { ...result, unsettled: false };
    if (now - troubleSince < this.#patience) {
      this.#memory.set(found.ui, { bundle, troubleSince });
      return { bundle, unsettled: true };
    }
    if (result.problem === undefined) this.#memory.delete(found.ui);
    return { ...(result.problem !== undefined && { bundle }), ...result, unsettled: false };
  }

  /** Forgets folders that are gone. */
  forgetAllBut(present: ReadonlySet<string>): void {
    for (const ui of this.#memory.keys()) if (!present.has(ui)) this.#memory.delete(ui);
  }

  async #attempt(found: FoundFolder): Promise<FolderResult> {
    const file = await readManifest(found.ui);
    if (file === undefined) return {};
    if ('code' in file) return { problem: { ...file, extension: found.label } };
    const { name, version } = file.manifest;
    const known = this.#memory.get(found.ui)?.bundle;
    if (known?.digest === file.digest) return { bundle: known };
    try {
      const kept = await this.#store.keep(found.ui, file);
      const { manifest, digest, integrity: manifestIntegrity } = file;
      return { bundle: { name, version, origin: found.origin, ...kept, digest, manifestIntegrity, manifest } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { problem: { code: error.code, params: error.params, extension: name, version } };
    }
  }
}
