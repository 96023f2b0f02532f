import { isStatusError, type KubeObject } from '@luban/kube';
import { Informer, type InformerOptions, type KubeClient, type ResourceKind } from '@luban/kube/client';

/** Several kinds of one cluster, followed together. */
export class Informers implements Disposable {
  readonly #client: KubeClient;
  readonly #onChange: () => void;
  readonly #onError: (error: unknown) => void;
  readonly #all: Informer[] = [];

  constructor(client: KubeClient, { onChange, onError }: { onChange(): void; onError(error: unknown): void }) {
    this.#client = client;
    this.#onChange = onChange;
    this.#onError = onError;
  }

  /** What is there of a kind, now and at each call. Empty until `synced`. */
  follow<T extends KubeObject>(kind: ResourceKind, options: InformerOptions = {}): () => readonly T[] {
    const informer = new Informer<T>(this.#client, kind, { ...options, onError: this.#onError });
    this.#all.push(informer as unknown as Informer);
    informer.subscribe({ onAdd: this.#onChange, onUpdate: this.#onChange, onDelete: this.#onChange });
    return () => [...informer.values()];
  }

  /** Resolves when everything is known, or at the end. */
  async synced(): Promise<void> {
    await Promise.all(this.#all.map((informer) => informer.start()));
  }

  [Symbol.dispose](): void {
    for (const informer of this.#all) informer[Symbol.dispose]();
  }
}

/** Whether a cluster serves a group and version at all. */
export async function serves(
  client: KubeClient,
  { group, version }: { group: string; version: string },
): Promise<boolean> {
  try {
    await client.json('GET', `/apis/${group}/${version}`);
    return true;
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return false;
    throw error;
  }
}
