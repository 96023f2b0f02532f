import type { Clock } from '@luban/kube';
import { ByteRing } from './byte-ring.ts';
import type { OpenShell } from './open-shell.ts';
import type { TerminalClient, TerminalProblem } from './terminal-client.ts';

/** Bytes of output that are kept for whoever comes back. */
const SCROLLBACK = 256 * 1024;
/** Bytes that may be on their way. Less than what is kept, so that a cut loses nothing. */
const WINDOW = 192 * 1024;
/** Milliseconds that a terminal nobody looks at is kept. */
export const LINGER = 120_000;

export interface TerminalSessionOptions {
  /** Nobody can guess it. */
  id: string;
  /** Who alone may come back to it. */
  owner: string;
  container: string;
  clock: Clock;
  /** Told once, when it is over and gone. */
  onEnd(session: TerminalSession): void;
}

/** A shell in a container. It outlives the connection of the person who opened it for a while. */
export class TerminalSession {
  readonly id: string;
  readonly owner: string;
  readonly shell: string;
  readonly container: string;
  readonly #stream: OpenShell['stream'];
  readonly #options: TerminalSessionOptions;
  readonly #output = new ByteRing(SCROLLBACK);
  #client: TerminalClient | undefined;
  /** Places in the output: sent, taken by the connection, and shown, when the client tells that. */
  #taken = 0;
  #shown: number | undefined;
  #linger: Disposable | undefined;
  #exit: { code: number | null; error?: TerminalProblem } | undefined;
  #over = false;
  #lastUse: number;
  #input = 0;

  constructor({ stream, shell }: OpenShell, options: TerminalSessionOptions) {
    this.id = options.id;
    this.owner = options.owner;
    this.shell = shell;
    this.container = options.container;
    this.#stream = stream;
    this.#options = options;
    this.#lastUse = options.clock.now();
    stream.stderr.resume();
    // Whoever tried whether the shell is there has stopped it.
    stream.stdout.on('data', (bytes: Buffer) => this.#show(bytes)).resume();
    stream.stdin.on('drain', () => this.#client?.holdInput(false));
    const shown = new Promise<void>((resolve) => stream.stdout.on('close', resolve).on('end', resolve));
    void Promise.all([stream.ended, shown]).then(([end]) => {
      if (end.kind === 'exit') this.#finish({ code: end.code });
      else this.#finish({ code: null, error: { code: 'LB5609', params: { reason: end.message.slice(0, 300) } } });
    });
  }

  /** Nobody looks at it. */
  get detached(): boolean {
    return this.#client === undefined;
  }

  /** When somebody typed or saw something last; milliseconds of the epoch. */
  get lastUse(): number {
    return this.#lastUse;
  }

  /** Bytes that went in and came out. */
  get traffic(): { input: number; output: number } {
    return { input: this.#input, output: this.#output.end };
  }

  /** @param from place in the output up to which the client has everything; undefined for a new one */
  attach(client: TerminalClient, from: number | undefined): void {
    this.#client?.tell({ type: 'error', error: { code: 'LB5611', params: {} } });
    this.#client?.close();
    this.#client = client;
    this.#linger?.[Symbol.dispose]();
    this.#shown = undefined;
    const { start, bytes } = this.#output.from(from ?? 0);
    this.#taken = start;
    client.tell({
      type: from === undefined ? 'opened' : 'resumed',
      session: this.id,
      shell: this.shell,
      container: this.container,
      offset: start,
      lost: start > (from ?? 0),
    });
    if (bytes.length > 0) this.#send(client, bytes, this.#output.end);
    if (this.#exit !== undefined) this.#tellExit();
  }

  /** The client is gone, perhaps to come back. */
  detach(client: TerminalClient): void {
    if (client !== this.#client) return;
    this.#client = undefined;
    if (this.#exit !== undefined) this.#close();
    else {
      this.#stream.stdout.resume();
      this.#linger = this.#options.clock.after(LINGER, () => this.end());
    }
  }

  input(bytes: Buffer): void {
    if (this.#exit !== undefined || bytes.length === 0) return;
    this.#lastUse = this.#options.clock.now();
    this.#input += bytes.length;
    if (!this.#stream.stdin.write(bytes)) this.#client?.holdInput(true);
  }

  resize(columns: number, rows: number): void {
    if (this.#exit === undefined) this.#stream.resize(columns, rows);
  }

  /** The client has shown everything up to there; from now on it is waited for. */
  acknowledge(place: number): void {
    this.#shown = Math.max(this.#shown ?? 0, Math.min(place, this.#output.end));
    this.#goOn();
  }

  ping(): void {
    this.#stream.ping();
    this.#client?.ping();
  }

  /** @param error why, when it was not the person's wish */
  end(error?: TerminalProblem): void {
    this.#finish({ code: null, error });
    this.#close();
  }

  #show(bytes: Buffer): void {
    this.#output.push(bytes);
    this.#lastUse = this.#options.clock.now();
    if (this.#client === undefined) return;
    this.#send(this.#client, bytes, this.#output.end);
    if (this.#waiting() > WINDOW) this.#stream.stdout.pause();
  }

  #send(client: TerminalClient, bytes: Buffer, end: number): void {
    client.show(bytes, () => {
      if (client !== this.#client) return;
      this.#taken = Math.max(this.#taken, end);
      this.#goOn();
    });
  }

  #goOn(): void {
    if (this.#waiting() <= WINDOW / 2) this.#stream.stdout.resume();
  }

  #waiting(): number {
    return this.#output.end - Math.min(this.#taken, this.#shown ?? this.#taken);
  }

  #finish(exit: { code: number | null; error?: TerminalProblem }): void {
    if (this.#exit !== undefined) return;
    this.#exit = exit;
    if (this.#client !== undefined) this.#tellExit();
  }

  #tellExit(): void {
    const client = this.#client;
    client?.tell({ type: 'exit', ...this.#exit! });
    this.#close();
  }

  #close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#linger?.[Symbol.dispose]();
    this.#stream.destroy();
    this.#client?.close();
    this.#client = undefined;
    this.#options.onEnd(this);
  }
}
