import type { ServerResponse } from 'node:http';
import type { ComposedIndex, Problem } from '@luban/manifest';
import { diffIndex } from '@luban/manifest/compose';
import type { ExtensionSource } from '../extensions/extension-source.ts';
import type { Identity } from '../identity/identity.ts';
import type { Session, Sessions } from '../identity/sessions.ts';
import { identityKey } from '../rights/identity-key.ts';
import type { IndexQuestions } from '../rights/index-questions.ts';
import type { IndexService, IndexViewer } from './index-service.ts';

/** One open tab. */
interface Stream {
  response: ServerResponse;
  locale: string;
  session: Session;
  identity: Identity;
  viewer: IndexViewer;
  /** Revision that the tab has after everything that was written. */
  revision: string;
}

export interface NewStream {
  session: Session;
  identity: Identity;
  locale: string;
  /** What the tab has. */
  revision: string;
}

export interface EventHubOptions {
  index: IndexService;
  source: ExtensionSource;
  sessions: Sessions;
  rights: ViewerRights;
  /** Milliseconds between signs of life. Default: 25,000. */
  heartbeat?: number;
}

/** What people may do, as far as it shows in tabs. */
export interface ViewerRights {
  viewer(identity: Identity): Promise<IndexViewer>;
  /** Changes whenever the person's rights may have changed. */
  stamp(identity: Identity): string;
  watch(listener: (affects: (identity: Identity) => boolean) => void): Disposable;
  /** Somebody still wants to hear of changes. */
  keep(): void;
}

/** A tab that lets this many bytes pile up is cut off; it comes back and is brought up to date at once. */
const LARGEST_BACKLOG = 4 * 2 ** 20;

/** Tells open tabs what changed in the index, as server-sent events. */
export class EventHub implements Disposable {
  readonly #options: EventHubOptions;
  readonly #streams = new Set<Stream>();
  readonly #subscription: Disposable;
  readonly #chosen: Disposable;
  readonly #timer: NodeJS.Timeout;
  readonly #rights: Disposable;
  /** Identities whose rights have to be looked at anew. */
  readonly #doubted = new Map<string, Identity>();
  #looking = false;
  #ended = false;
  #questions: IndexQuestions | undefined;

  constructor(options: EventHubOptions) {
    this.#options = options;
    this.#subscription = options.source.watch(() => {
      this.#publish();
      const { index } = options;
      if (this.#questions === index.questions()) return;
      this.#questions = index.questions();
      this.#doubt(() => true);
    });
    this.#chosen = options.index.watch(() => this.#publish());
    this.#rights = options.rights.watch((affects) => this.#rightsChanged(affects));
    this.#timer = setInterval(() => this.#beat(), options.heartbeat ?? 25_000).unref();
  }

  /** Takes over a response whose head was written. First what the tab missed, then `hello`. */
  async open(response: ServerResponse, { session, identity, locale, revision }: NewStream): Promise<void> {
    const { rights, index } = this.#options;
    const stamp = rights.stamp(identity);
    const viewer = await rights.viewer(identity);
    if (response.destroyed || response.writableEnded || this.#ended) return;
    const stream: Stream = { response, locale, session, identity, viewer, revision };
    this.#streams.add(stream);
    response.on('close', () => this.#streams.delete(stream));
    response.on('error', () => this.#streams.delete(stream));
    this.#update(stream, new Map());
    this.#send(stream, 'hello', { revision: stream.revision, host: index.host.build, rights: stamp });
    // What changed while the rights were found out was told to nobody.
    if (rights.stamp(identity) !== stamp) this.#rightsChanged((other) => other === identity);
  }

  /** Number of open tabs. */
  get size(): number {
    return this.#streams.size;
  }

  /** Tells the tabs of those who may know of it. */
  async notice(problem: Problem, mayKnow: (identity: Identity) => Promise<boolean>): Promise<void> {
    const asked = new Map<string, Promise<boolean>>();
    for (const stream of [...this.#streams]) {
      const key = identityKey(stream.identity);
      const known = asked.get(key) ?? mayKnow(stream.identity).catch(() => false);
      asked.set(key, known);
      if ((await known) && this.#streams.has(stream)) this.#send(stream, 'notice', { problem });
    }
  }

  closeSession(session: Session): void {
    for (const stream of this.#streams) if (stream.session.id === session.id) this.#end(stream);
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#rights[Symbol.dispose]();
    clearInterval(this.#timer);
    this.#subscription[Symbol.dispose]();
    this.#chosen[Symbol.dispose]();
    for (const stream of this.#streams) this.#end(stream);
  }

  #publish(): void {
    const deltas = new Map<string, string | undefined>();
    for (const stream of this.#streams) this.#update(stream, deltas);
  }

  #rightsChanged(affects: (identity: Identity) => boolean): void {
    for (const stream of this.#streams) {
      if (!affects(stream.identity)) continue;
      this.#send(stream, 'rights', { rights: this.#options.rights.stamp(stream.identity) });
    }
    this.#doubt(affects);
  }

  #doubt(affects: (identity: Identity) => boolean): void {
    for (const { identity } of this.#streams) {
      if (affects(identity)) this.#doubted.set(identityKey(identity), identity);
    }
    if (!this.#looking) void this.#look();
  }

  /** Finds out anew what people may see, one after the other, and tells their tabs. */
  async #look(): Promise<void> {
    this.#looking = true;
    for (const [key, identity] of this.#doubted) {
      this.#doubted.delete(key);
      const viewer = await this.#options.rights.viewer(identity).catch(() => undefined);
      if (viewer === undefined) continue;
      const deltas = new Map<string, string | undefined>();
      for (const stream of this.#streams) {
        if (identityKey(stream.identity) !== key) continue;
        stream.viewer = viewer;
        this.#update(stream, deltas);
      }
    }
    this.#looking = false;
  }

  /** @param deltas those made already in this round, by locale, starting revision and revision */
  #update(stream: Stream, deltas: Map<string, string | undefined>): void {
    const { index: current } = this.#options.index.view(stream.locale, stream.viewer);
    if (stream.revision === current.revision) return;
    const key = `${stream.locale} ${stream.revision} ${current.revision}`;
    if (!deltas.has(key)) deltas.set(key, this.#delta(stream.locale, stream.revision, current));
    const delta = deltas.get(key);
    stream.revision = current.revision;
    if (delta === undefined) this.#send(stream, 'reset', { revision: current.revision });
    else this.#write(stream, event('delta', delta, current.revision));
  }

  #delta(locale: string, from: string, current: ComposedIndex): string | undefined {
    const { index } = this.#options;
    const past = index.past(locale, from);
    if (past === undefined) return undefined;
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
    if (this.#streams.size > 0) this.#options.rights.keep();
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
