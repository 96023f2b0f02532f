import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import { recordOf, textOf } from '../extension-api/json.ts';

/** What packages may ask for. */
export interface PlatformVersions {
  /** Of the host cluster, without the leading `v`; empty as long as it is not known. */
  readonly kubeVersion: string;
  /** Of KubeSphere, whose packages are taken. */
  readonly platformVersion: string;
  readonly lubanVersion: string;
}

export interface PlatformWatchOptions {
  clusters: ClusterRegistry;
  platformVersion: string;
  lubanVersion: string;
  /** The host's version is another one now. */
  onChange(): void;
  /** Milliseconds between looks. Default: 10 minutes. */
  every?: number;
}

/** Knows the version of the host, which changes when somebody upgrades it under the running console. */
export class PlatformWatch implements PlatformVersions, Disposable {
  readonly platformVersion: string;
  readonly lubanVersion: string;
  readonly #options: PlatformWatchOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #subscription: Disposable;
  #kubeVersion = '';
  #state = '';

  private constructor(options: PlatformWatchOptions) {
    this.#options = options;
    this.platformVersion = options.platformVersion;
    this.lubanVersion = options.lubanVersion;
    this.#timer = setInterval(() => void this.#look(), options.every ?? 600_000).unref();
    this.#subscription = options.clusters.watch(() => {
      const { state } = options.clusters.host.health;
      if (state === 'ready' && this.#state !== state) void this.#look();
      this.#state = state;
    });
  }

  static async open(options: PlatformWatchOptions): Promise<PlatformWatch> {
    const platform = new PlatformWatch(options);
    await platform.#look();
    return platform;
  }

  get kubeVersion(): string {
    return this.#kubeVersion;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#subscription[Symbol.dispose]();
  }

  /** A host that does not answer keeps the version that it had. */
  async #look(): Promise<void> {
    const client = this.#options.clusters.host.connection.client();
    const answer = await client.json<unknown>('GET', '/version').catch(() => undefined);
    const version = textOf(recordOf(answer).gitVersion)?.replace(/^v/, '').slice(0, 100);
    if (version === undefined || version === this.#kubeVersion) return;
    this.#kubeVersion = version;
    this.#options.onChange();
  }
}
