import type { ServerResponse } from 'node:http';
import { diffIndex } from '@luban/manifest/compose';
import type { ExtensionSource } from '../extensions/extension-source.ts';
import type { Session, Sessions } from '../identity/sessions.ts';
import type { IndexService } from './index-service.ts';

/** One open tab. */
interface Stream {
  response: ServerResponse;
  locale: string;
  session: Session;
  /** Revision that the tab has after everything that was written. */
  revision: string;
}

export interface EventHubOptions {
  index: IndexService;
  source: ExtensionSource;
  sessions: Sessions;
  /** Milliseconds between signs of life. Default: 25,000. */
  heartbeat?: number;
}

/** A tab that lets this many bytes pile up is cut off; it comes back and is brought up to date at once. */
const LARGEST_BACKLOG = 4 * 2 ** 20;

/** Tells open tabs what changed in the index, as server-sent events. */
export class EventHub implements Disposable {
  readonly #options: EventHubOptions;
  readonly #streams = new Set<Stream>();
  readonly #subscription: Disposable;
  readonly #timer: NodeJS.Timeout;

  constructor(options: EventHubOptions) {
    this.#options = options;
    this.#subscription = options.source.watch(() => this.#publish());
    this.#timer = setInterval(() => this.#beat(), options.heartbeat ?? 25_000).unref();
  }

  /**
   * Takes over a response whose head was written. First what the tab missed, then `hello`.
   *
   * @param revision what the tab has
   */
  open(response: ServerResponse, session: Session, locale: string, revision: string): void {
    const stream: Stream = { response, locale, session, revision };
    this.#streams.add(stream);
    response.on('close', () => this.#streams.delete(stream));
    response.on('error', () => this.#streams.delete(stream));
    this.#update(stream, new Map());
    this.#send(stream, 'hello', { revision: stream.revision, host: this.#options.index.host.build });
  }

  /** Number of open tabs. */
  get size(): number {
    return this.#streams.size;
  }

  closeSession(session: Session): void {
    for (const stream of this.#streams) if (stream.session.id === session.id) this.#end(stream);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#subscription[Symbol.dispose]();
    for (const stream of this.#streams) this.#end(stream);
  }

  #publish(): void {
    const deltas = new Map<string, string | undefined>();
    for (const stream of this.#streams) this.#update(stream, deltas);
  }

  /** @param deltas those made already in this round, by locale and starting revision */
  #update(stream: Stream, deltas: Map<string, string | undefined>): void {
    const { index: current } = this.#options.index.view(stream.locale);
    if (stream.revision === current.revision) return;
    const key = `${stream.locale} ${stream.revision}`;
    if (!deltas.has(key)) deltas.set(key, this.#delta(stream.locale, stream.revision));
    const delta = deltas.get(key);
    stream.revision = current.revision;
    if (delta === undefined) this.#send(stream, 'reset', { revision: current.revision });
    else this.#write(stream, event('delta', delta, current.revision));
  }

  #delta(locale: string, from: string): string | undefined {
    const { index } = this.#options;
    const past = index.past(locale, from);
    if (past === undefined) return undefined;
    const current = index.view(locale).index;
    const removed = index.uninstalled(past);
    return JSON.stringify({
      ...diffIndex(past, current),
      remotes: index.newRemotes(past, current),
      ...(removed.length > 0 && { removed }),
    });
  }

  #send(stream: Stream, name: string, data: unknown): void {
    this.#write(stream, event(name, JSON.stringify(data), stream.revision));
  }

  #write(stream: Stream, text: string): void {
    stream.response.write(text);
    if (stream.response.writableLength > LARGEST_BACKLOG) {
      this.#streams.delete(stream);
      stream.response.destroy();
    }
  }

  #beat(): void {
    for (const stream of this.#streams) {
      if (this.#options.sessions.alive(stream.session)) this.#write(stream, ': alive\n\n');
      else this.#end(stream);
    }
  }

  #end(stream: Stream): void {
    this.#streams.delete(stream);
    stream.response.end();
  }
}

/** The id lets the browser say by itself, when it reconnects, what it saw last. */
function event(name: string, data: string, id: string): string {
  return `event: ${name}\nid: ${id}\ndata: ${data}\n\n`;
}
