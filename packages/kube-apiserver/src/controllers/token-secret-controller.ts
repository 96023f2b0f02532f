/** Puts tokens into secrets that are made for them. Source: k8s.io/kubernetes/pkg/controller/serviceaccount, tokens_controller. */
import { type Clock, isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { ServiceAccountTokens } from '../auth/service-account-tokens.ts';
import { objectKey, type Store } from '../store/store.ts';
import { KeyedLoop } from './keyed-loop.ts';

export interface TokenSecretOptions {
  store: Store;
  client: KubeClient;
  clock: Clock;
  /** PEM. */
  ca: string;
  tokens: ServiceAccountTokens;
  onError(error: unknown): void;
}

const TYPE = 'kubernetes.io/service-account-token';
const ACCOUNT = 'kubernetes.io/service-account.name';
const ACCOUNT_UID = 'kubernetes.io/service-account.uid';

export class TokenSecretController implements Disposable {
  readonly #options: TokenSecretOptions;
  readonly #loop: KeyedLoop;
  readonly #held = new DisposableStack();

  constructor(options: TokenSecretOptions) {
    const { store } = options;
    this.#options = options;
    this.#loop = this.#held.use(new KeyedLoop((key) => this.#fill(key), options));
    this.#held.use(
      store.subscribe('secrets', undefined, (events) => {
        for (const { type, current } of events) {
          if (type !== 'DELETED' && isTokenSecret(current.json)) this.#loop.enqueue(current.key);
        }
      }),
    );
    this.#held.use(
      store.subscribe('serviceaccounts', undefined, (events) => {
        for (const { type, current } of events) if (type === 'DELETED') this.#lookAt(current.namespace);
      }),
    );
    for (const { key, json } of store.list('secrets').items) if (isTokenSecret(json)) this.#loop.enqueue(key);
  }

  [Symbol.dispose](): void {
    this.#held.dispose();
  }

  #lookAt(namespace: string): void {
    for (const { key, json } of this.#options.store.list('secrets', { namespace }).items) {
      if (isTokenSecret(json)) this.#loop.enqueue(key);
    }
  }

  async #fill(key: string): Promise<undefined> {
    const { store, client, tokens, ca } = this.#options;
    const secret = store.get('secrets', key)?.object;
    if (secret === undefined || secret.type !== TYPE) return;
    const { name = '', namespace = '', annotations = {} } = secret.metadata;
    const account = store.get('serviceaccounts', objectKey(namespace, annotations[ACCOUNT] ?? ''))?.object;
    const ref = { group: '', version: 'v1', resource: 'secrets', namespace, name };
    const known = annotations[ACCOUNT_UID];
    const data = (secret.data ?? {}) as Record<string, string>;
    try {
      if (account === undefined || (known !== undefined && known !== account.metadata.uid)) {
        // A token without its account is good for nothing.
        if (known !== undefined) await client.delete(ref);
        return;
      }
      if (data.token && data['ca.crt'] && data.namespace) return;
      const uid = account.metadata.uid ?? '';
      const token = await tokens.issueLegacy({ namespace, name: annotations[ACCOUNT]!, uid }, name);
      await client.patch(ref, 'merge', {
        metadata: { annotations: { [ACCOUNT_UID]: uid } },
        data: { token: base64(token), 'ca.crt': base64(ca), namespace: base64(namespace) },
      });
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
    }
  }
}

/** Looked at before parsing: most secrets are others. */
const isTokenSecret = (json: Buffer) => json.includes(TYPE);

const base64 = (text: string) => Buffer.from(text).toString('base64');
