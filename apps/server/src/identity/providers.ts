import type { KubeObject } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import { explain } from '@luban/manifest/messages';
import { type OpenIdOptions, OpenIdProvider } from './openid-provider.ts';
import { type OwnSecrets, SECRETS } from './own-secrets.ts';
import { PROVIDER_TYPE, type ProviderConfig, readProvider } from './provider-config.ts';

/** Where a KubeSphere keeps its own providers. */
const KUBESPHERE_NAMESPACE = 'kubesphere-system';

export interface ProvidersOptions extends OpenIdOptions {
  client: KubeClient;
  secrets: OwnSecrets;
  /** Told of Secrets that cannot be used. */
  onError: (error: unknown) => void;
}

/** The OpenID providers that the host cluster has Secrets of; they come and go while the server runs. */
export class Providers implements Disposable {
  readonly #options: ProvidersOptions;
  readonly #informer: Informer;
  readonly #subscriptions = new DisposableStack();
  /** By namespace and name of the Secret. */
  readonly #providers = new Map<string, OpenIdProvider>();

  constructor(options: ProvidersOptions) {
    this.#options = options;
    const fieldSelector = `type=${PROVIDER_TYPE}`;
    const { client, secrets, onError } = options;
    this.#informer = new Informer(client, SECRETS, { namespace: KUBESPHERE_NAMESPACE, fieldSelector, onError });
    const put = (secret: KubeObject) => this.#put(secret);
    this.#subscriptions.use(
      this.#informer.subscribe({ onAdd: put, onUpdate: put, onDelete: (secret) => this.#remove(secret) }),
    );
    this.#subscriptions.use(
      secrets.watch((secret, gone) => {
        if (secret.type !== PROVIDER_TYPE) return;
        if (gone) this.#remove(secret);
        else put(secret);
      }),
    );
  }

  start(): Promise<void> {
    return this.#informer.start();
  }

  /** Of two of one name the product's own prevails. */
  get(name: string): OpenIdProvider | undefined {
    return this.list().find((provider) => provider.config.name === name);
  }

  /** By name. */
  list(): OpenIdProvider[] {
    const byKey = [...this.#providers].sort(([a], [b]) => rank(a).localeCompare(rank(b)));
    const first = new Map<string, OpenIdProvider>();
    for (const [, provider] of byKey) {
      if (!first.has(provider.config.name)) first.set(provider.config.name, provider);
    }
    return [...first.values()].sort((a, b) => a.config.name.localeCompare(b.config.name));
  }

  [Symbol.dispose](): void {
    this.#subscriptions.dispose();
    this.#informer[Symbol.dispose]();
  }

  #put(secret: KubeObject): void {
    const key = keyOf(secret);
    const config = this.#read(secret);
    if (config === undefined) this.#providers.delete(key);
    else if (JSON.stringify(this.#providers.get(key)?.config) !== JSON.stringify(config)) {
      this.#providers.set(key, new OpenIdProvider(config, this.#options));
    }
  }

  #remove(secret: KubeObject): void {
    this.#providers.delete(keyOf(secret));
  }

  #read(secret: KubeObject): ProviderConfig | undefined {
    try {
      return readProvider(secret);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const { sentence } = explain({ code: 'LB5220', params: { secret: keyOf(secret), reason } }, 'en');
      this.#options.onError(new Error(`${sentence} (LB5220)`, { cause: error }));
      return undefined;
    }
  }
}

const keyOf = ({ metadata }: KubeObject) => `${metadata.namespace}/${metadata.name}`;
const rank = (key: string) => `${key.startsWith(`${KUBESPHERE_NAMESPACE}/`) ? 1 : 0} ${key}`;
