/** Gives every namespace its default service account and the authority's certificate. */
import { type Clock, isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { objectKey, type Store } from '../store/store.ts';
import { KeyedLoop } from './keyed-loop.ts';

export interface ServiceAccountControllerOptions {
  store: Store;
  client: KubeClient;
  clock: Clock;
  /** PEM. */
  ca: string;
  onError(error: unknown): void;
}

const ROOT_CA = 'kube-root-ca.crt';
const EXPLANATION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

export class ServiceAccountController implements Disposable {
  readonly #options: ServiceAccountControllerOptions;
  readonly #loop: KeyedLoop;
  readonly #held = new DisposableStack();

  constructor(options: ServiceAccountControllerOptions) {
    const { store } = options;
    this.#options = options;
    this.#loop = this.#held.use(new KeyedLoop((namespace) => this.#complete(namespace), options));
    const follow = (resource: string, namespaceOf: (key: string) => string, name?: string) =>
      this.#held.use(
        store.subscribe(resource, undefined, (events) => {
          for (const { current } of events) {
            if (name === undefined || current.name === name) this.#loop.enqueue(namespaceOf(current.key));
          }
        }),
      );
    follow('namespaces', (key) => key);
    follow('serviceaccounts', namespaceOfKey, 'default');
    follow('configmaps', namespaceOfKey, ROOT_CA);
    for (const { name } of store.list('namespaces').items) this.#loop.enqueue(name);
  }

  [Symbol.dispose](): void {
    this.#held.dispose();
  }

  async #complete(namespace: string): Promise<undefined> {
    const { store, client, ca } = this.#options;
    const found = store.get('namespaces', namespace);
    if (found === undefined || found.object.metadata.deletionTimestamp !== undefined) return;
    if (store.get('serviceaccounts', objectKey(namespace, 'default')) === undefined) {
      const ref = { group: '', version: 'v1', resource: 'serviceaccounts', namespace };
      await unlessMade(
        client.create(ref, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } }),
      );
    }
    const present = store.get('configmaps', objectKey(namespace, ROOT_CA))?.object;
    if ((present?.data as Record<string, unknown> | undefined)?.['ca.crt'] === ca) return;
    const ref = { group: '', version: 'v1', resource: 'configmaps', namespace };
    const metadata = { name: ROOT_CA, namespace, annotations: { 'kubernetes.io/description': EXPLANATION } };
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'ca.crt': ca } };
    if (present === undefined) await unlessMade(client.create(ref, object));
    else await client.update({ ...ref, name: ROOT_CA }, object);
  }
}

const namespaceOfKey = (key: string) => key.slice(0, key.indexOf('/'));

/** Somebody else may have been faster, or the namespace be going. */
async function unlessMade(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists') && !isStatusError(error, 'Forbidden')) throw error;
  }
}
