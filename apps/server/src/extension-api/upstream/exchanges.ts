/** Exchanges under way, by the object that let them pass, so that they end when it does. */
export class Exchanges implements Disposable {
  readonly #running = new Map<string, Set<AbortController>>();

  /** @param uid of the object */
  begin(uid: string): AbortController & Disposable {
    const controller = new AbortController();
    const running = this.#running.get(uid) ?? new Set();
    this.#running.set(uid, running.add(controller));
    return Object.assign(controller, {
      [Symbol.dispose]: () => {
        running.delete(controller);
        if (running.size === 0) this.#running.delete(uid);
      },
    });
  }

  /** The object was disabled, deleted, or leads elsewhere now. */
  end(uid: string): void {
    for (const controller of this.#running.get(uid) ?? []) controller.abort(new Error('The extension was disabled'));
  }

  get size(): number {
    let count = 0;
    for (const running of this.#running.values()) count += running.size;
    return count;
  }

  [Symbol.dispose](): void {
    for (const uid of [...this.#running.keys()]) this.end(uid);
  }
}
