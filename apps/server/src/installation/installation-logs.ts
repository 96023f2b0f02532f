import { type Clock, systemClock } from '@luban/kube';

/** The end of a log, and where in the whole of it that end begins. */
export interface LogTail {
  lines: readonly string[];
  from: number;
}

interface Log {
  lines: string[];
  from: number;
  size: number;
  changed: boolean;
}

const LARGEST = 256_000;
const LONGEST_LINE = 4_000;
const SAVED_EVERY = 1_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be taken out.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f\u009b]/g;

export interface InstallationLogsOptions {
  clock?: Clock;
  onError(error: unknown): void;
}

/** Output of the runs that this replica makes: the end of it in memory, and each second in the cluster. */
export class InstallationLogs implements AsyncDisposable {
  readonly #options: InstallationLogsOptions & { clock: Clock };
  readonly #logs = new Map<string, Log>();
  readonly #listeners = new Set<(extension: string) => void>();
  readonly #saving = new Map<string, Disposable>();
  readonly #writes = new Set<Promise<void>>();
  #save: ((extension: string, text: string, from: number) => Promise<void>) | undefined;

  constructor(options: InstallationLogsOptions) {
    this.#options = { clock: systemClock, ...options };
  }

  /** @param save keeps the end of a log for the other replicas. Absent: nobody does */
  saveWith(save: ((extension: string, text: string, from: number) => Promise<void>) | undefined): void {
    this.#save = save;
  }

  /** A new run: its log is empty, or goes on where another replica left it. */
  begin(extension: string, tail: LogTail = { lines: [], from: 0 }): void {
    const lines = [...tail.lines];
    const size = lines.reduce((sum, line) => sum + line.length + 1, 0);
    this.#logs.set(extension, { lines, from: tail.from, size, changed: true });
    this.#changed(extension);
  }

  /** @param text one line, or several */
  write(extension: string, text: string): void {
    const log = this.#logs.get(extension);
    if (log === undefined) return;
    for (const line of text.split('\n')) {
      const shown = line.slice(0, LONGEST_LINE).replace(CONTROL, '');
      log.lines.push(shown);
      log.size += shown.length + 1;
    }
    while (log.size > LARGEST) {
      log.size -= log.lines.shift()!.length + 1;
      log.from++;
    }
    log.changed = true;
    this.#changed(extension);
  }

  /** Saves what is not saved yet; what comes later is known elsewhere. */
  async end(extension: string): Promise<void> {
    this.#saving.get(extension)?.[Symbol.dispose]();
    this.#saving.delete(extension);
    await this.#write(extension);
    this.#logs.delete(extension);
    for (const listener of this.#listeners) listener(extension);
  }

  /** @returns undefined when this replica makes no run of the extension */
  tail(extension: string): LogTail | undefined {
    return this.#logs.get(extension);
  }

  watch(listener: (extension: string) => void): Disposable {
    const own = (extension: string) => listener(extension);
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }

  /** Gives all logs up: another replica goes on with the runs. */
  async release(): Promise<void> {
    for (const extension of [...this.#logs.keys()]) await this.end(extension);
    await Promise.all(this.#writes);
    this.#save = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release();
    this.#listeners.clear();
  }

  #changed(extension: string): void {
    for (const listener of this.#listeners) listener(extension);
    if (this.#saving.has(extension)) return;
    const timer = this.#options.clock.after(SAVED_EVERY, () => {
      this.#saving.delete(extension);
      const write = this.#write(extension).finally(() => this.#writes.delete(write));
      this.#writes.add(write);
    });
    this.#saving.set(extension, timer);
  }

  async #write(extension: string): Promise<void> {
    const log = this.#logs.get(extension);
    if (log === undefined || !log.changed || this.#save === undefined) return;
    log.changed = false;
    try {
      await this.#save(extension, log.lines.join('\n'), log.from);
    } catch (error) {
      log.changed = true;
      this.#options.onError(error);
    }
  }
}
