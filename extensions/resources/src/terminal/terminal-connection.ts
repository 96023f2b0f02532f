/** What the gateway says about something that went wrong, in the person's language. */
export interface TerminalProblem {
  code: string;
  message: string;
  cause?: string;
  cure?: string;
}

export type TerminalState =
  | { phase: 'connecting' }
  | { phase: 'open'; shell: string; container: string }
  /** The connection was lost; the shell goes on for two minutes. */
  | { phase: 'resuming' }
  /** `code` is null when the shell did not end by itself. */
  | { phase: 'ended'; code: number | null; problem?: TerminalProblem }
  | { phase: 'refused'; problem: TerminalProblem };

export interface TerminalConnectionOptions {
  /** Route of the gateway. Default: `/api/terminal`. */
  path?: string;
  /** The query of what to open when there is nothing to come back to. */
  target: Readonly<Record<string, string>>;
  size(): { columns: number; rows: number };
  /** Shows bytes, and calls when they are shown. */
  show(bytes: Uint8Array, shown: () => void): void;
  /** Output was lost: what is shown next does not follow what is there. */
  clear(): void;
  onState(state: TerminalState): void;
  /** Keeps the id of the shell, for the page after a reload. */
  kept: { get(): string | null; set(session: string | null): void };
  /** Default: a `WebSocket` to the page's own server. */
  connect?: (path: string) => WebSocket;
}

/** Milliseconds before each further attempt; the last one again and again. */
const PAUSES = [250, 500, 1_000, 2_000, 4_000];
/** Milliseconds that the gateway keeps a shell without anybody. */
const KEPT = 120_000;
/** Bytes shown after which the gateway is told. It waits for that at a multiple of this. */
const REPORT = 32 * 1024;
/** Bytes of one message: what is pasted may be large. */
const PIECE = 32 * 1024;

/** A shell at the gateway, through cuts of the connection. Bytes both ways; nothing is decoded on the way. */
export class TerminalConnection implements Disposable {
  readonly #options: TerminalConnectionOptions;
  readonly #encoder = new TextEncoder();
  #socket: WebSocket | undefined;
  #session: string | null;
  /** Whether what was shown so far is of this session. */
  #continues = false;
  /** Places in the output: come, shown, told to the gateway. */
  #come = 0;
  #shown = 0;
  #told = 0;
  #attempts = 0;
  #lostAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  constructor(options: TerminalConnectionOptions) {
    this.#options = options;
    this.#session = options.kept.get();
    options.onState({ phase: 'connecting' });
    this.#open();
  }

  type(text: string | Uint8Array): void {
    const bytes = typeof text === 'string' ? this.#encoder.encode(text) : text;
    if (this.#socket?.readyState !== 1) return;
    for (let start = 0; start < bytes.length; start += PIECE) {
      this.#socket.send(bytes.slice(start, start + PIECE));
    }
  }

  resize(columns: number, rows: number): void {
    this.#say({ type: 'resize', columns, rows });
  }

  /** Ends the shell. */
  end(): void {
    this.#say({ type: 'end' });
  }

  /** Leaves it; within two minutes another connection may go on. */
  [Symbol.dispose](): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #open(): void {
    const { target, size, path = '/api/terminal' } = this.#options;
    const { columns, rows } = size();
    const from = this.#continues ? this.#come : 0;
    const query: Record<string, string> =
      this.#session === null
        ? { ...target, columns: `${columns}`, rows: `${rows}` }
        : { session: this.#session, from: `${from}` };
    const connect = this.#options.connect ?? webSocket;
    const socket = connect(`${path}?${new URLSearchParams(query)}`);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (socket !== this.#socket || this.#over) return;
      if (typeof data === 'string') this.#hear(JSON.parse(data) as Record<string, unknown>);
      else this.#show(new Uint8Array(data));
    };
    socket.onclose = () => {
      if (socket === this.#socket && !this.#over) this.#lost();
    };
  }

  #show(bytes: Uint8Array): void {
    this.#come += bytes.length;
    const { length } = bytes;
    this.#options.show(bytes, () => {
      this.#shown += length;
      if (this.#shown - this.#told < REPORT) return;
      this.#told = this.#shown;
      this.#say({ type: 'shown', offset: this.#shown });
    });
  }

  #hear(news: Record<string, unknown>): void {
    if (news.type === 'opened' || news.type === 'resumed') this.#opened(news);
    else if (news.type === 'exit') {
      const code = typeof news.code === 'number' ? news.code : null;
      this.#finish({ phase: 'ended', code, problem: news.error as TerminalProblem | undefined });
    } else if (news.type === 'error') this.#refused(news.error as TerminalProblem);
  }

  #opened(news: Record<string, unknown>): void {
    const offset = Number(news.offset);
    if (!this.#continues || news.lost === true) {
      if (this.#continues) this.#options.clear();
      this.#come = offset;
      this.#shown = offset;
    }
    this.#told = offset;
    this.#session = String(news.session);
    this.#continues = true;
    this.#attempts = 0;
    this.#options.kept.set(this.#session);
    this.#options.onState({ phase: 'open', shell: String(news.shell), container: String(news.container) });
    // From now on the gateway waits for what is shown.
    this.#say({ type: 'shown', offset: this.#shown });
    const { columns, rows } = this.#options.size();
    this.resize(columns, rows);
  }

  #refused(problem: TerminalProblem): void {
    // What was kept before a reload is over: a new one then.
    if (problem.code === 'LB5608' && !this.#continues && this.#session !== null) {
      this.#session = null;
      this.#options.kept.set(null);
      this.#socket?.close();
      this.#open();
      return;
    }
    this.#finish({ phase: 'refused', problem });
  }

  #lost(): void {
    if (this.#attempts === 0) this.#lostAt = Date.now();
    if (this.#session === null && this.#attempts >= PAUSES.length) {
      const problem = { code: 'LB5605', message: '' };
      this.#finish({ phase: 'refused', problem });
      return;
    }
    if (Date.now() - this.#lostAt > KEPT) {
      this.#finish({ phase: 'ended', code: null });
      return;
    }
    if (this.#session !== null) this.#options.onState({ phase: 'resuming' });
    const pause = PAUSES[Math.min(this.#attempts++, PAUSES.length - 1)];
    this.#timer = setTimeout(() => this.#open(), pause);
  }

  #finish(state: TerminalState): void {
    this.#over = true;
    this.#options.kept.set(null);
    this.#socket?.close();
    this.#options.onState(state);
  }

  #say(message: object): void {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(message));
  }
}

function webSocket(path: string): WebSocket {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url);
}
