import { type Clock, systemClock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { Problem } from '@luban/manifest';
import { explain } from '@luban/manifest/messages';
import { Refusal } from '../refusal.ts';
import { CATALOGUE_MARKS } from './catalogue-marks.ts';
import { type CatalogueObjects, extensionOf, isMisnamed } from './catalogue-objects.ts';
import { NameQueue } from './name-queue.ts';
import { EXTENSION_VERSIONS, type ExtensionVersionObject } from './objects.ts';
import type { PackageStore } from './package-store.ts';
import { problemOf } from './problem-of.ts';
import { recordEvent } from './repository-events.ts';
import { versionObject } from './version-object.ts';

export interface VersionControllerOptions {
  client: KubeClient;
  objects: CatalogueObjects;
  packages: PackageStore;
  clock?: Clock;
  onError(error: unknown): void;
}

/** Milliseconds until a version that cannot be completed is tried again; what it names may come later. */
const AGAIN = 30_000;

/**
 * Completes versions that somebody made by hand with nothing but the place of their package, as KubeSphere does. What
 * stands in the way is written onto the object, as is that nobody finds it under its name.
 */
export class VersionController implements AsyncDisposable {
  readonly #options: VersionControllerOptions;
  readonly #clock: Clock;
  readonly #queue: NameQueue;
  readonly #watch: Disposable;
  readonly #timers = new Set<Disposable>();
  readonly #end = new AbortController();

  constructor(options: VersionControllerOptions) {
    const { clock = systemClock, objects, onError } = options;
    this.#options = options;
    this.#clock = clock;
    this.#queue = new NameQueue((name) => this.#complete(name), { clock, parallel: 2, onError });
    const look = (version: ExtensionVersionObject, previous?: ExtensionVersionObject) => {
      // What this controller itself wrote onto it is no reason to try again.
      if (previous?.metadata.generation === version.metadata.generation && previous !== undefined) return;
      if (isBare(version) || isMisnamed(version)) this.#queue.add(version.metadata.name!);
    };
    this.#watch = objects.versions.subscribe({ onAdd: (object) => look(object), onUpdate: look });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watch[Symbol.dispose]();
    this.#end.abort();
    for (const timer of this.#timers) timer[Symbol.dispose]();
    await this.#queue[Symbol.asyncDispose]();
  }

  async #complete(name: string): Promise<void> {
    const { client, objects, packages } = this.#options;
    const found = objects.versions.get(name);
    if (found === undefined || found.metadata.deletionTimestamp !== undefined) return;
    if (isMisnamed(found)) {
      const meant = `${extensionOf(found)}-${found.spec!.version}`;
      return this.#report(found, { code: 'LB7308', params: { object: name, name: meant } });
    }
    if (!isBare(found)) return;
    try {
      const pkg = await packages.read(found, this.#end.signal);
      const { chartDataRef, chartURL, created, digest } = found.spec ?? {};
      const made = versionObject(pkg, { ...{ chartDataRef, chartURL, created, digest } });
      if (made.metadata.name !== name) throw new Refusal(422, 'LB7308', { object: name, name: made.metadata.name! });
      const { [CATALOGUE_MARKS.problem]: _, ...annotations } = found.metadata.annotations ?? {};
      await client.update<ExtensionVersionObject>(
        { ...EXTENSION_VERSIONS, name },
        {
          ...found,
          metadata: {
            ...found.metadata,
            labels: { ...made.metadata.labels, ...found.metadata.labels },
            annotations: { ...made.metadata.annotations, ...annotations },
          },
          // What the person has written stands.
          spec: { ...made.spec, ...found.spec, version: made.spec!.version! },
        },
      );
    } catch (error) {
      if (this.#end.signal.aborted) return;
      await this.#report(found, problemOf(error));
      this.#again(name);
    }
  }

  async #report(version: ExtensionVersionObject, problem: Problem): Promise<void> {
    const { client } = this.#options;
    const name = version.metadata.name!;
    const text = JSON.stringify(problem);
    const before = this.#options.objects.versions.get(name)?.metadata.annotations?.[CATALOGUE_MARKS.problem];
    if (before === text) return;
    const annotations = { [CATALOGUE_MARKS.problem]: text };
    await client.patch({ ...EXTENSION_VERSIONS, name }, 'merge', { metadata: { annotations } });
    const message = `${explain(problem, 'en').sentence} (${problem.code})`;
    await recordEvent(client, version, { type: 'Warning', reason: 'Incomplete', message }, this.#clock.now());
  }

  #again(name: string): void {
    const timer = this.#clock.after(AGAIN, () => {
      this.#timers.delete(timer);
      this.#queue.add(name);
    });
    this.#timers.add(timer);
  }
}

function isBare({ spec }: ExtensionVersionObject): boolean {
  return !spec?.version && (spec?.chartDataRef !== undefined || spec?.chartURL !== undefined);
}
