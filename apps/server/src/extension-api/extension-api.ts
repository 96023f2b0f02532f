import type { Clock } from '@luban/kube';
import type { FastifyInstance } from 'fastify';
import type { AddressGuard } from '../addresses/address-guard.ts';
import type { EncodedFiles } from '../assets/encoded-files.ts';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import type { Leadership } from '../operations/leadership.ts';
import type { Rights } from '../rights/rights.ts';
import { registerKapisRoutes } from './api-services/kapis-routes.ts';
import type { ApiConflict } from './conflicts.ts';
import { DynamicResources } from './dynamic-resources/dynamic-resources.ts';
import type { ObjectProblem } from './extension-object.ts';
import { ExtensionObjects } from './extension-objects.ts';
import { BundleContent } from './js-bundles/bundle-content.ts';
import { registerBundleRoutes } from './js-bundles/bundle-routes.ts';
import { PerCluster, quietWhenAway } from './per-cluster.ts';
import { problemsByExtension } from './problems-by-extension.ts';
import { registerProxyRoutes } from './reverse-proxies/proxy-routes.ts';
import { StatusController } from './status-controller.ts';
import { Exchanges } from './upstream/exchanges.ts';
import { Upstreams } from './upstream/upstreams.ts';

export interface ExtensionApiOptions {
  clusters: ClusterRegistry;
  rights: Rights;
  guard: AddressGuard;
  leadership: Leadership;
  files: EncodedFiles;
  /** LuBan runs in the host cluster, and reaches its services by their names. */
  insideHost: boolean;
  clock?: Clock;
  now(): number;
  onError(error: unknown): void;
}

/** What extensions add to the API, by objects of the host cluster: `/kapis`, `/proxy` and `/dist`. */
export class ExtensionApi implements AsyncDisposable {
  readonly #extensions: PerCluster<ExtensionObjects>;
  readonly #resources = new AsyncDisposableStack();
  readonly #options: ExtensionApiOptions;
  readonly #exchanges: Exchanges;
  readonly #upstreams: Upstreams;
  readonly #dynamic: DynamicResources;

  /** Follows the objects of the host. Resolves when they are known, or it is known that they do not come now. */
  static async open(options: ExtensionApiOptions): Promise<ExtensionApi> {
    const api = new ExtensionApi(options);
    await api.#extensions.of(options.clusters.host);
    return api;
  }

  private constructor(options: ExtensionApiOptions) {
    const { clusters, rights, guard, leadership, insideHost, clock, onError } = options;
    const { host } = clusters;
    this.#options = options;
    this.#upstreams = this.#resources.use(
      new Upstreams({ guard, isInside: (connection) => insideHost && connection === host.connection }),
    );
    this.#exchanges = this.#resources.use(new Exchanges(rights));
    const onEnd = (uid: string) => this.#exchanges.end(uid);
    this.#extensions = this.#resources.use(
      new PerCluster({
        clusters,
        clock,
        follow(handle) {
          const client = handle.connection.client();
          const value = new ExtensionObjects({ client, clock, onError: quietWhenAway(handle, onError), onEnd });
          return { value, ready: value.start() };
        },
      }),
    );
    this.#dynamic = this.#resources.use(new DynamicResources({ clusters, rights, clock, onError }));
    const { objects } = this;
    this.#resources.use(
      leadership.whileLeading(
        'extension-api',
        async () => new StatusController({ client: host.connection.client(), objects, clock, onError }),
      ),
    );
  }

  /** The objects of the host, as they are known now. */
  get objects(): ExtensionObjects {
    return this.#extensions.now(this.#options.clusters.host);
  }

  /** What two objects of the host claim both, and who has it. For the Extensions Center. */
  conflicts(): readonly ApiConflict[] {
    return this.objects.conflicts;
  }

  /** What is wrong with the objects of each extension. */
  problems(): ReadonlyMap<string, readonly ObjectProblem[]> {
    return problemsByExtension(this.objects);
  }

  registerRoutes(app: FastifyInstance): void {
    const { clusters, rights, files, now } = this.#options;
    const shared = { clusters, rights, upstreams: this.#upstreams, exchanges: this.#exchanges };
    const { objects } = this;
    app.register(async (scope) => {
      // Bodies pass through as they come, whatever they are.
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
      registerKapisRoutes(scope, { ...shared, extensions: this.#extensions, dynamic: this.#dynamic });
      registerProxyRoutes(scope, { ...shared, objects });
    });
    const content = new BundleContent({ connection: clusters.host.connection, upstreams: this.#upstreams, now });
    registerBundleRoutes(app, { objects, content, files });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync();
  }
}
