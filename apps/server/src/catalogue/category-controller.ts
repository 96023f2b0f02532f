import { type Clock, isStatusError, systemClock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { CatalogueObjects } from './catalogue-objects.ts';
import { SHIPPED_CATEGORIES } from './categories.ts';
import { NameQueue } from './name-queue.ts';
import { CATEGORIES, type CategoryObject, type ExtensionObject, KUBESPHERE_LABELS } from './objects.ts';

/** Number of extensions in a category. Source: KubeSphere 4. */
export const COUNT = 'kubesphere.io/count';

export interface CategoryControllerOptions {
  client: KubeClient;
  objects: CatalogueObjects;
  clock?: Clock;
  onError(error: unknown): void;
}

/** Makes the categories that come with the product, where they are missing, and keeps count of what is in each. */
export class CategoryController implements AsyncDisposable {
  readonly #options: CategoryControllerOptions;
  readonly #queue: NameQueue;
  readonly #watches = new DisposableStack();

  static async start(options: CategoryControllerOptions): Promise<CategoryController> {
    const { client, objects } = options;
    for (const category of SHIPPED_CATEGORIES) {
      if (objects.categories.get(category.metadata.name!) !== undefined) continue;
      await client.create(CATEGORIES, category).catch((error: unknown) => {
        if (!isStatusError(error, 'AlreadyExists')) throw error;
      });
    }
    return new CategoryController(options);
  }

  private constructor(options: CategoryControllerOptions) {
    const { objects, clock = systemClock, onError } = options;
    this.#options = options;
    this.#queue = new NameQueue((name) => this.#count(name), { clock, delay: 300, parallel: 4, onError });
    const ofExtension = (extension: ExtensionObject) => {
      const category = categoryOf(extension);
      if (category !== undefined) this.#queue.add(category);
    };
    const ofCategory = ({ metadata }: CategoryObject) => this.#queue.add(metadata.name!);
    this.#watches.use(
      objects.extensions.subscribe({
        onAdd: ofExtension,
        onDelete: ofExtension,
        onUpdate(extension, previous) {
          if (categoryOf(extension) === categoryOf(previous)) return;
          ofExtension(extension);
          ofExtension(previous);
        },
      }),
    );
    this.#watches.use(objects.categories.subscribe({ onAdd: ofCategory, onUpdate: ofCategory }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watches.dispose();
    await this.#queue[Symbol.asyncDispose]();
  }

  async #count(name: string): Promise<void> {
    const { client, objects } = this.#options;
    const category = objects.categories.get(name);
    // Extensions may name one that nobody has made.
    if (category === undefined) return;
    let count = 0;
    for (const extension of objects.extensions.values()) if (categoryOf(extension) === name) count++;
    if (category.metadata.annotations?.[COUNT] === String(count)) return;
    await client
      .patch({ ...CATEGORIES, name }, 'merge', { metadata: { annotations: { [COUNT]: String(count) } } })
      .catch((error: unknown) => {
        if (!isStatusError(error, 'NotFound')) throw error;
      });
  }
}

function categoryOf({ metadata }: ExtensionObject): string | undefined {
  return metadata.labels?.[KUBESPHERE_LABELS.category];
}
