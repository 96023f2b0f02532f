import type { CenterChange } from '@luban/manifest/center-api';

type Listener = (change: CenterChange) => void;

/** Tells of changes of everything that the center shows, from wherever they come. */
export class CenterChanges {
  readonly #listeners = new Set<Listener>();

  extension(...names: string[]): void {
    this.tell({ extensions: names, catalogue: false, repositories: false });
  }

  catalogue(): void {
    this.tell({ extensions: [], catalogue: true, repositories: false });
  }

  repositories(): void {
    this.tell({ extensions: [], catalogue: false, repositories: true });
  }

  tell(change: CenterChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  watch(listener: Listener): Disposable {
    const own: Listener = (change) => listener(change);
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }
}
