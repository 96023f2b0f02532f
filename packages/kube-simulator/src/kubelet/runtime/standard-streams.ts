import type { LogEntry } from '../../logs/log-source.ts';
import type { InteractiveShell } from '../../shell/interactive-shell.ts';

export type OutputListener = (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;

/** What somebody who is connected to a process sends it. */
export interface Attachment extends Disposable {
  input(bytes: Uint8Array): void;
  end(): void;
}

/** Standard streams of a container's main process, for those that attach to it. */
export class StandardStreams {
  readonly #reads: boolean;
  readonly #listeners = new Set<OutputListener>();
  readonly #input: Uint8Array[] = [];
  readonly #inputEnded = Promise.withResolvers<void>();
  /** Takes the input as it comes, when the process is one. */
  shell: InteractiveShell | undefined;

  /** @param reads whether the container keeps its standard input open */
  constructor(reads: boolean) {
    this.#reads = reads;
  }

  /** Resolves when nothing more is to come in. */
  get inputEnded(): Promise<void> {
    return this.#inputEnded.promise;
  }

  get received(): Buffer {
    return Buffer.concat(this.#input);
  }

  /** @param missed what the process has written by now */
  attach(write: OutputListener, missed: Iterable<LogEntry>): Attachment {
    if (this.shell !== undefined) this.shell.greet();
    // A process with open input was started for somebody to attach to, who is to miss nothing it has said meanwhile.
    else if (this.#reads) for (const { stream, text } of missed) write(stream, Buffer.from(`${text}\n`));
    this.#listeners.add(write);
    return {
      input: (bytes) => {
        if (!this.#reads) return;
        if (this.shell !== undefined) this.shell.input(bytes);
        else this.#input.push(bytes);
      },
      end: () => {
        if (!this.#reads) return;
        this.shell?.end();
        this.#inputEnded.resolve();
      },
      [Symbol.dispose]: () => void this.#listeners.delete(write),
    };
  }

  tell(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    for (const listener of [...this.#listeners]) listener(stream, bytes);
  }
}
