import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { Problem, Skipped } from '@luban/manifest';
import { OWN_LABELS, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import type { Bundle, ListedExtension } from './bundle.ts';
import type { PackageFolders } from './package-folders.ts';
import { isPinned, isPublished, MARKS, UI_BUNDLES, type UIBundleObject, uiBundleOf } from './ui-bundle-object.ts';

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' } as const;
/** Remembers by digest which packages have had an object, so that one that somebody deleted does not come back. */
const MEMORY = { ...CONFIG_MAPS, namespace: OWN_NAMESPACE, name: 'luban-packages' } as const;
/** Objects written at a time. */
const PARALLEL = 16;
const TRIES = 5;

export interface PackagePublisherOptions {
  client: KubeClient;
  folders: PackageFolders;
  /** Tells servers with data folders of their own apart. */
  server: string;
}

/** Makes a `UIBundle` of each package that the server has, and has it follow the package. */
export class PackagePublisher {
  readonly #options: PackagePublisherOptions;
  #problems = new Map<string, Problem>();

  constructor(options: PackagePublisherOptions) {
    this.#options = options;
  }

  /** Packages that could not be published. */
  get skipped(): Skipped[] {
    return [...this.#problems.values()].map((problem) => ({
      extension: problem.extension ?? '',
      ...(problem.version && { version: problem.version }),
      problem,
    }));
  }

  /** Brings the objects in line with the packages. */
  async sync(objects: ReadonlyMap<string, UIBundleObject>): Promise<void> {
    const { extensions } = this.#options.folders.list();
    const published = await this.#memory();
    const work = extensions.flatMap((extension) => {
      const change = this.#changeOf(extension, objects.get(extension.name), published.get(extension.name));
      return change === undefined ? [] : [{ name: extension.name, ...change }];
    });
    this.#problems = new Map([...this.#problems].filter(([name]) => extensions.some((one) => one.name === name)));
    const done: Record<string, string> = {};
    await inParallel(work, async ({ name, bundle, pinned }) => {
      if (await this.#write(bundle, pinned)) done[name] = bundle.digest;
    });
    const names = new Set(extensions.map(({ name }) => name));
    const gone = [...objects.values()].filter((object) => !names.has(object.metadata.name!) && this.#isOurs(object));
    await inParallel(gone, (object) => this.#delete(object));
    await this.#remember({ ...done, ...Object.fromEntries(gone.map(({ metadata }) => [metadata.name!, null])) });
  }

  /** Puts a version in force, also of an extension that somebody had deleted. @returns the written object */
  async publish(bundle: Bundle, pinned: boolean): Promise<UIBundleObject> {
    const written = await this.#put(bundle, pinned);
    await this.#remember({ [bundle.name]: bundle.digest });
    return written;
  }

  /** Deletes an object. Its package makes no new one. */
  withdraw(name: string): Promise<void> {
    return this.#delete({ metadata: { name } });
  }

  /** From now on a package of the name is a new one. */
  forget(name: string): Promise<void> {
    return this.#remember({ [name]: null });
  }

  #changeOf(
    { active, versions }: ListedExtension,
    object: UIBundleObject | undefined,
    published: string | undefined,
  ): { bundle: Bundle; pinned: boolean } | undefined {
    if (object === undefined) return published === active.digest ? undefined : { bundle: active, pinned: false };
    if (!isPublished(object)) return undefined;
    const chosen = isPinned(object) ? versions.find(({ version }) => version === object.spec.version) : undefined;
    const bundle = chosen ?? active;
    const same = object.spec.version === bundle.version && object.spec.digest === bundle.digest;
    return same ? undefined : { bundle, pinned: chosen !== undefined };
  }

  /** What another server has in its data folder is not ours to take away. */
  #isOurs({ metadata: { annotations = {} } }: KubeObject): boolean {
    const origin = annotations[MARKS.origin];
    return origin === 'builtin' || (origin === 'installed' && annotations[MARKS.server] === this.#options.server);
  }

  async #write(bundle: Bundle, pinned: boolean): Promise<boolean> {
    const { name, version } = bundle;
    try {
      await this.#put(bundle, pinned);
      this.#problems.delete(name);
      return true;
    } catch (error) {
      if (!isStatusError(error)) throw error;
      const params = { extension: name, reason: error.message.slice(0, 300) };
      this.#problems.set(name, { code: 'LB5808', params, extension: name, version });
      return false;
    }
  }

  async #put(bundle: Bundle, pinned: boolean): Promise<UIBundleObject> {
    const { client, server } = this.#options;
    const wanted = uiBundleOf({ bundle, pinned, server });
    const ref = { ...UI_BUNDLES, name: bundle.name };
    for (let tries = 1; ; tries++) {
      try {
        const found = await client.get<UIBundleObject>(ref).catch((error: unknown) => {
          if (isStatusError(error, 'NotFound')) return undefined;
          throw error;
        });
        if (found === undefined) return await client.create(UI_BUNDLES, wanted);
        return await client.update(ref, merged(found, wanted));
      } catch (error) {
        // Somebody else wrote in between.
        const again = isStatusError(error, 'Conflict') || isStatusError(error, 'AlreadyExists');
        if (!again || tries === TRIES) throw error;
      }
    }
  }

  async #delete({ metadata }: Pick<KubeObject, 'metadata'>): Promise<void> {
    const { uid, name } = metadata;
    await this.#options.client
      .delete({ ...UI_BUNDLES, name: name! }, uid === undefined ? {} : { preconditions: { uid } })
      .catch(ignoring('NotFound', 'Conflict'));
  }

  async #memory(): Promise<ReadonlyMap<string, string>> {
    const found = await this.#options.client
      .get<KubeObject & { data?: Record<string, string> }>(MEMORY)
      .catch(ignoring('NotFound'));
    return new Map(Object.entries(found?.data ?? {}));
  }

  /** @param data null forgets */
  async #remember(data: Record<string, string | null>): Promise<void> {
    if (Object.keys(data).length === 0) return;
    const { client } = this.#options;
    const write = () => client.patch(MEMORY, 'merge', { data });
    await write().catch(async (error: unknown) => {
      if (!isStatusError(error, 'NotFound')) throw error;
      const metadata = { name: MEMORY.name, labels: OWN_LABELS };
      await client
        .create({ ...CONFIG_MAPS, namespace: OWN_NAMESPACE }, { apiVersion: 'v1', kind: 'ConfigMap', metadata })
        .catch(ignoring('AlreadyExists'));
      await write();
    });
  }
}

/** State, and what others have added, stay. */
function merged(found: UIBundleObject, wanted: UIBundleObject): UIBundleObject {
  const { [MARKS.pinned]: _, ...annotations } = found.metadata.annotations ?? {};
  return {
    ...found,
    metadata: {
      ...found.metadata,
      labels: { ...found.metadata.labels, ...wanted.metadata.labels },
      annotations: { ...annotations, ...wanted.metadata.annotations },
    },
    spec: wanted.spec,
    status: found.status ?? wanted.status,
  };
}

function ignoring(...reasons: string[]) {
  return (error: unknown) => {
    if (reasons.some((reason) => isStatusError(error, reason))) return undefined;
    throw error;
  };
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) await work(items[i]!);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}
