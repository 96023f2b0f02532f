import { type FSWatcher, watch } from 'node:fs';

/** Milliseconds of quiet after which a change is reported. */
const QUIET = 50;

/** Watches a set of folders, not what is below them, and reports changes in bursts. */
export class FolderWatch implements Disposable {
  readonly #onChange: () => void;
  readonly #onError: (error: unknown) => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #timer: NodeJS.Timeout | undefined;

  /** @param onError called once for each folder that cannot be watched */
  constructor(onChange: () => void, onError: (error: unknown) => void) {
    this.#onChange = onChange;
    this.#onError = onError;
  }

  /** @returns whether a folder was added, so that something may have happened in it unseen */
  sync(folders: Iterable<string>): boolean {
    const wanted = new Set(folders);
    for (const folder of this.#watchers.keys()) if (!wanted.has(folder)) this.#drop(folder);
    let added = false;
    for (const folder of wanted) if (!this.#watchers.has(folder)) added = this.#add(folder) || added;
    return added;
  }

  /** Reports a change after `ms`, or earlier when one happens. */
  poke(ms: number = QUIET): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onChange, ms);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    for (const folder of this.#watchers.keys()) this.#drop(folder);
  }

  #add(folder: string): boolean {
    try {
      const watcher = watch(folder, { persistent: false }, (event, name) => {
        // A folder that was deleted and made anew under its name needs a new watcher.
        if (event === 'rename' && name !== null && folder.endsWith(`/${name}`)) this.#drop(folder);
        this.poke();
      });
      watcher.on('error', () => {
        this.#drop(folder);
        this.poke();
      });
      this.#watchers.set(folder, watcher);
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) this.#onError(error);
      return false;
    }
  }

  #drop(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}
