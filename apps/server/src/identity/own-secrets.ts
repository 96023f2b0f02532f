import { isStatusError, type KubeObject } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import { OWN_LABELS, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { found } from './host-cluster.ts';

export const SECRETS = { group: '', version: 'v1', resource: 'secrets' } as const;

/** The Secrets of the product's own namespace, as all replicas see them. */
export class OwnSecrets implements Disposable {
  readonly #client: KubeClient;
  readonly #informer: Informer;
  /** Names of those that were heard to go, so that one of which nothing was heard yet is not taken for gone. */
  readonly #gone = new Set<string>();

  constructor(client: KubeClient, onError: (error: unknown) => void) {
    this.#client = client;
    this.#informer = new Informer(client, SECRETS, { namespace: OWN_NAMESPACE, onError });
    this.#informer.subscribe({
      onAdd: ({ metadata }) => void this.#gone.delete(metadata.name!),
      onDelete: ({ metadata }) => this.#remember(metadata.name!),
    });
  }

  start(): Promise<void> {
    return this.#informer.start();
  }

  /** As last heard. */
  get(name: string): KubeObject | undefined {
    return this.#informer.get(`${OWN_NAMESPACE}/${name}`);
  }

  /** As last heard, or as the cluster has it when nothing was heard: another replica may just have made it. */
  async find(name: string): Promise<KubeObject | undefined> {
    const heard = this.get(name);
    if (heard !== undefined) return heard;
    return found(this.#client.get({ ...SECRETS, namespace: OWN_NAMESPACE, name }));
  }

  /** The Secret of that name, made with `texts` when there is none; of replicas that try at once one succeeds. */
  async ensure(name: string, texts: Readonly<Record<string, string>>): Promise<KubeObject> {
    const ref = { ...SECRETS, namespace: OWN_NAMESPACE };
    const metadata = { name, labels: { ...OWN_LABELS, 'kubesphere.io/managed': 'true' } };
    try {
      return await this.#client.create(ref, { apiVersion: 'v1', kind: 'Secret', metadata, data: encodeData(texts) });
    } catch (error) {
      if (!isStatusError(error, 'AlreadyExists')) throw error;
      return this.#client.get({ ...ref, name });
    }
  }

  isGone(name: string): boolean {
    return this.#gone.has(name);
  }

  /** Those of a label, as last heard. */
  *labelled(label: string, value: string): Generator<KubeObject> {
    for (const secret of this.#informer.values()) if (secret.metadata.labels?.[label] === value) yield secret;
  }

  watch(listener: (secret: KubeObject, gone: boolean) => void): Disposable {
    return this.#informer.subscribe({
      onAdd: (secret) => listener(secret, false),
      onUpdate: (secret) => listener(secret, false),
      onDelete: (secret) => listener(secret, true),
    });
  }

  [Symbol.dispose](): void {
    this.#informer[Symbol.dispose]();
  }

  #remember(name: string): void {
    this.#gone.add(name);
    if (this.#gone.size > MOST_GONE) this.#gone.delete(this.#gone.values().next().value!);
  }
}

/** Far more than can have open streams. */
const MOST_GONE = 10_000;

/** A text of a Secret. */
export function dataOf(secret: KubeObject, key: string): string | undefined {
  const { data } = secret;
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, key)) return undefined;
  const value: unknown = (data as Record<string, unknown>)[key];
  return typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : undefined;
}

/** The inverse, for all of a Secret's data. */
export function encodeData(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, Buffer.from(text, 'utf8').toString('base64')]),
  );
}
