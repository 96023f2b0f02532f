import { readFile } from 'node:fs/promises';
import type { KubeClient } from '@luban/kube/client';
import type { FastifyInstance } from 'fastify';
import type { AddressGuard } from '../addresses/address-guard.ts';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import type { Leadership } from '../operations/leadership.ts';
import { builtinReader } from '../repositories/builtin-charts.ts';
import type { SourceOptions } from '../repositories/chart-source.ts';
import { configMapText } from '../repositories/config-map-text.ts';
import { fetchChart } from '../repositories/fetch-chart.ts';
import { repositoryReader } from '../repositories/open-reader.ts';
import type { RepositoryReader } from '../repositories/repository-reader.ts';
import type { Rights } from '../rights/rights.ts';
import type { CatalogueObjects } from './catalogue-objects.ts';
import { CategoryController } from './category-controller.ts';
import { removeLooseArchives } from './config-map-archive.ts';
import { DefaultRepository } from './default-repository.ts';
import { ensureDefaultRepository } from './default-repository-object.ts';
import { registerDefaultRepository } from './default-repository-routes.ts';
import { ExtensionController } from './extension-controller.ts';
import type { PastVersions } from './held-versions.ts';
import { keepsCatalogue } from './keeps-catalogue.ts';
import type { RepositoryObject } from './objects.ts';
import { PackageStore } from './package-store.ts';
import { registerPackageUpload } from './package-upload-routes.ts';
import type { Platform } from './platform.ts';
import { RepositoryController } from './repository-controller.ts';
import { RepositoryCredentials } from './repository-credentials.ts';
import { registerRepositoryRoutes } from './repository-routes.ts';
import { isBuiltin } from './repository-spec.ts';
import { RepositoryStates } from './repository-state.ts';
import { VersionController } from './version-controller.ts';

export interface LiveCatalogueOptions {
  client: KubeClient;
  dataDir: string;
  /** Folders of the product's own extensions. */
  roots: readonly string[];
  objects: CatalogueObjects;
  platform: Platform;
  guard: AddressGuard;
  leadership: Leadership;
  /** Versions that rollbacks may go back to. */
  past?: PastVersions;
  now?: () => number;
  onError(error: unknown): void;
}

interface Parts {
  defaults: DefaultRepository;
  states: RepositoryStates;
  packages: PackageStore;
  credentials: RepositoryCredentials;
}

/** Milliseconds after which the ConfigMaps of an upload that was broken off are removed. */
const LOOSE = 3_600_000;
/** Milliseconds from when the server could listen until its own packages are looked at, if it does not listen before. */
const READY_ANYWAY = 500;

/** The catalogue as it runs: repositories, packages, and the controllers of the replica that leads. */
export class LiveCatalogue implements AsyncDisposable {
  readonly packages: PackageStore;
  readonly states: RepositoryStates;
  readonly defaults: DefaultRepository;
  readonly #options: LiveCatalogueOptions;
  readonly #credentials: RepositoryCredentials;
  readonly #resources = new AsyncDisposableStack();
  /** Packing takes the processor: nobody's first page waits for it. */
  readonly #ready = Promise.withResolvers<void>();
  #repositories: RepositoryController | undefined;
  #closed = false;

  static async open(options: LiveCatalogueOptions): Promise<LiveCatalogue> {
    const { client, dataDir, roots, objects, now, onError } = options;
    const source = sourceOptions(options);
    const credentials = new RepositoryCredentials(client);
    const defaults = new DefaultRepository({ dataDir, roots, onError });
    const [states, packages] = await Promise.all([
      RepositoryStates.open(client, onError),
      PackageStore.open({
        ...{ dataDir, client, objects, now },
        async fetch({ url, repository, ...expected }, signal) {
          const known = repository && (await credentials.complete(repository));
          return (await fetchChart(url, { ...source, repository: known, expected, signal })).archive;
        },
        builtin: (file) => defaults.read(file),
      }),
    ]);
    return new LiveCatalogue(options, { defaults, states, packages, credentials });
  }

  private constructor(options: LiveCatalogueOptions, { defaults, states, packages, credentials }: Parts) {
    this.#options = options;
    this.#credentials = credentials;
    this.defaults = defaults;
    this.states = states;
    this.packages = packages;
    this.#resources.use(states);
    this.#resources.use(options.leadership.whileLeading('catalogue', () => this.#lead()));
    this.#resources.use(
      defaults.watch(() => {
        for (const repository of options.objects.repositories.values()) {
          if (isBuiltin(repository)) this.#repositories?.sync(repository.metadata.name!);
        }
      }),
    );
  }

  registerRoutes(app: FastifyInstance, { clusters, rights }: { clusters: ClusterRegistry; rights: Rights }): void {
    const { client, objects } = this.#options;
    app.addHook('onListen', async () => this.#ready.resolve());
    app.addHook('onReady', async () => {
      const timer = setTimeout(() => this.#ready.resolve(), READY_ANYWAY);
      this.#resources.defer(() => clearTimeout(timer));
    });
    registerDefaultRepository(app, this.defaults);
    registerRepositoryRoutes(app, {
      ...{ objects, states: this.states, clusters, rights },
      open: (repository) => this.#open(repository),
      complete: (repository) => this.#credentials.complete(repository),
    });
    registerPackageUpload(app, { client, rights, keep: (archive) => this.packages.keep(archive) });
  }

  /** To be called when folders of the product's own extensions may have changed. */
  foldersChanged(): void {
    void this.#ready.promise.then(() => this.defaults.refresh()).catch(this.#options.onError);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#ready.resolve();
    await this.#resources.disposeAsync();
  }

  /** Does nothing where a KubeSphere's controllers do all that. */
  async #lead(): Promise<AsyncDisposable> {
    const { client, objects, platform, past, onError } = this.#options;
    await using starting = new AsyncDisposableStack();
    // Nobody's first page waits for it, and by then it is known what rollbacks need.
    await this.#ready.promise;
    if (this.#closed || !(await keepsCatalogue(client))) return starting.move();
    await ensureDefaultRepository(client);
    const shared = { client, objects, onError };
    starting.use(await CategoryController.start(shared));
    starting.use(
      new ExtensionController({
        ...{ ...shared, states: this.states, platform, past },
        archive: async (version) => readFile((await this.packages.archive(version)).path),
      }),
    );
    starting.use(new VersionController({ ...shared, packages: this.packages }));
    this.#repositories = starting.use(
      new RepositoryController({
        ...{ ...shared, states: this.states, past },
        open: async (repository) => this.#open(await this.#credentials.complete(repository)),
        credentials: this.#credentials,
        keep: (archive) => this.packages.keep(archive),
      }),
    );
    void removeLooseArchives(client, (this.#options.now ?? Date.now)() - LOOSE).catch(onError);
    return starting.move();
  }

  #open(repository: RepositoryObject): RepositoryReader {
    if (!isBuiltin(repository)) return repositoryReader(repository, sourceOptions(this.#options));
    const reader = builtinReader(this.defaults);
    return {
      ...reader,
      list: async (signal, onProgress) => {
        await this.defaults.refresh();
        const listing = await reader.list(signal, onProgress);
        const { problems, incomplete } = this.defaults;
        return { ...listing, problems, incomplete };
      },
    };
  }
}

function sourceOptions({ client, guard }: LiveCatalogueOptions): SourceOptions {
  return { guard, configMap: configMapText(client) };
}
