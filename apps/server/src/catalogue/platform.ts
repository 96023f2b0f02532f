import { PLATFORM_VERSION, recommendedVersion, type VersionCandidate } from '@luban/extension-package';
import { type Clock, systemClock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { CATALOGUE_MARKS } from './catalogue-marks.ts';
import type { ExtensionVersionObject } from './objects.ts';

/** What packages are made for, or not. */
export interface PlatformVersions {
  /** Of the host cluster, such as `v1.34.1`. */
  kubeVersion: string;
  /** Of KubeSphere, whose packages this console takes. */
  platformVersion: string;
  lubanVersion: string;
}

/** Milliseconds between looks at the host's version, which changes when it is upgraded. */
const INTERVAL = 300_000;

/** The versions that everything is measured by, the same for everybody on this server. */
export class Platform implements Disposable {
  readonly #client: KubeClient;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Set<() => void>();
  #versions: PlatformVersions;
  #timer: Disposable | undefined;
  #closed = false;

  static async open(options: {
    client: KubeClient;
    lubanVersion: string;
    clock?: Clock;
    onError(error: unknown): void;
  }): Promise<Platform> {
    const platform = new Platform(options);
    await platform.#refresh();
    return platform;
  }

  private constructor({ client, lubanVersion, clock = systemClock, onError }: Parameters<typeof Platform.open>[0]) {
    this.#client = client;
    this.#clock = clock;
    this.#onError = onError;
    this.#versions = { kubeVersion: '', platformVersion: PLATFORM_VERSION, lubanVersion };
  }

  get versions(): PlatformVersions {
    return this.#versions;
  }

  /** Called after the host was upgraded. */
  watch(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#timer?.[Symbol.dispose]();
    this.#listeners.clear();
  }

  async #refresh(): Promise<void> {
    try {
      const { gitVersion } = await this.#client.json<{ gitVersion?: unknown }>('GET', '/version');
      if (typeof gitVersion === 'string' && gitVersion !== this.#versions.kubeVersion) {
        this.#versions = { ...this.#versions, kubeVersion: gitVersion };
        for (const listener of this.#listeners) listener();
      }
    } catch (error) {
      if (!this.#closed) this.#onError(error);
    }
    if (!this.#closed) this.#timer = this.#clock.after(INTERVAL, () => void this.#refresh());
  }
}

/** What a version asks of the platform, for `reasonsUnfit`. */
export function candidateOf({ spec, metadata }: ExtensionVersionObject): VersionCandidate {
  return {
    version: spec?.version ?? '',
    kubeVersion: spec?.kubeVersion,
    ksVersion: spec?.ksVersion,
    lubanVersion: metadata.annotations?.[CATALOGUE_MARKS.lubanRange],
  };
}

/** The newest version that fits the platform; undefined when none does. The one answer for pages and controllers alike. */
export function recommendedOf(
  versions: readonly ExtensionVersionObject[],
  platform: PlatformVersions,
): string | undefined {
  return recommendedVersion(
    versions.filter(({ spec }) => spec?.version).map((version) => candidateOf(version)),
    platform,
  );
}
