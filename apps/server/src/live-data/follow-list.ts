import { type Clock, isStatusError } from '@luban/kube';
import { type ResourceKind, resourcePath } from '@luban/kube/client';
import type { ClusterConnection } from '../clusters/cluster-connection.ts';
import { serverMinor } from './server-version.ts';
import {
  ACCEPT_OBJECTS,
  ACCEPT_TABLE,
  eventOf,
  type ListedPage,
  pageOf,
  textOf,
  type WatchedEvent,
} from './table-answer.ts';
import { failureOf, type UpstreamFailure } from './upstream-failure.ts';
import { readJson, readLines } from './upstream-stream.ts';

export interface FollowOptions {
  kind: ResourceKind;
  namespace?: string;
  fieldSelector?: string;
  /** Whole objects instead of tables. */
  objects?: boolean;
  /** The connection to take now; undefined while the cluster is not there. */
  connection(): ClusterConnection | undefined;
  clock: Clock;
  /** For the spread of retries, 0 to 1. Default: `Math.random`. */
  random?: () => number;
}

export interface FollowHandlers {
  /** A whole list follows: what it does not have is gone once it is `complete`. */
  begin(): void;
  page(page: Pick<ListedPage, 'columns' | 'items' | 'kind'>): void;
  complete(): void;
  event(event: WatchedEvent): void;
  /** The cluster has said something, which may be that nothing happened. */
  alive(): void;
  failed(failure: UpstreamFailure): void;
}

const PAGE = 500;
const FIRST_RETRY = 500;
const LONGEST_RETRY = 30_000;
/** Kinds that nobody can watch are listed again this often, while somebody looks. */
const POLL = 15_000;
/** A list that says nothing for so long is asked for anew. */
const LIST_SILENCE = 30_000;
/** Minor version since which a watch that begins with all objects is on by default. */
const WATCH_LIST_SINCE = 32;
/** A watch that ends sooner is none that the cluster meant to end. */
const SHORTEST_WATCH = 1_000;
/** One that lasts so long shows that the cluster is well. */
const GOOD_WATCH = 10_000;

/** Lists a kind and watches it from there, for as long as it is not disposed: failures are told, and it goes on. */
export class FollowedList implements Disposable {
  readonly #options: FollowOptions;
  readonly #handlers: FollowHandlers;
  readonly #end = new AbortController();
  /** Ends what is under way, so that the next attempt begins at once. */
  #attempt = new AbortController();
  #wake: (() => void) | undefined;
  #used: ClusterConnection | undefined;
  #retry = FIRST_RETRY;
  #watchList = true;
  #revision: string | undefined;

  constructor(options: FollowOptions, handlers: FollowHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    void this.#run();
  }

  /** The cluster may have another connection now, or answer again. */
  clusterChanged(): void {
    if (this.#options.connection() === this.#used) {
      this.#wake?.();
      return;
    }
    this.#retry = FIRST_RETRY;
    this.again();
  }

  /** Begins with a new list, at once. */
  again(): void {
    this.#revision = undefined;
    this.#attempt.abort();
    this.#wake?.();
  }

  [Symbol.dispose](): void {
    this.#end.abort();
    this.#attempt.abort();
    this.#wake?.();
  }

  get #ended(): boolean {
    return this.#end.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#ended) {
      const connection = this.#options.connection();
      this.#used = connection;
      this.#attempt = new AbortController();
      const { signal } = this.#attempt;
      try {
        if (connection === undefined) await this.#pause(LONGEST_RETRY);
        else await this.#follow(connection, signal);
      } catch (error) {
        if (this.#ended) return;
        if (signal.aborted) continue;
        await this.#failed(error);
      }
    }
  }

  async #failed(error: unknown): Promise<void> {
    const failure = failureOf(error);
    const lostPlace = this.#revision !== undefined;
    if (!failure.goesOn) this.#revision = undefined;
    this.#handlers.failed(failure);
    // A watch whose place in history is gone has lost nothing but its place: the list that follows brings all.
    if (failure.code === 'LB5512' && lostPlace) return;
    await this.#pause(Math.max(failure.wait ?? 0, this.#spread(this.#retry)));
    this.#retry = Math.min(this.#retry * 2, LONGEST_RETRY);
  }

  async #follow(connection: ClusterConnection, signal: AbortSignal): Promise<void> {
    if (this.#revision === undefined) {
      if (this.#watchList && (await serverMinor(connection)) >= WATCH_LIST_SINCE) {
        try {
          await this.#watch(connection, signal, true);
          return;
        } catch (error) {
          // The server, or something before it, does not know this way.
          if (!isStatusError(error) || ![400, 422].includes(error.code)) throw error;
          this.#watchList = false;
        }
      }
      await this.#list(connection, signal);
    }
    await this.#watch(connection, signal, false);
  }

  async #list(connection: ClusterConnection, signal: AbortSignal): Promise<void> {
    this.#handlers.begin();
    let token: string | undefined;
    do {
      const query = { limit: String(PAGE), ...(token !== undefined && { continue: token }) };
      const page = pageOf(await readJson({ ...this.#stream(connection, query), signal, silence: LIST_SILENCE }));
      signal.throwIfAborted();
      this.#handlers.page(page);
      token = page.continue;
      this.#revision = page.revision;
    } while (token !== undefined);
    this.#handlers.complete();
  }

  /** @param initial begins with all objects there are; else from the revision on */
  async #watch(connection: ClusterConnection, signal: AbortSignal, initial: boolean): Promise<void> {
    const { clock } = this.#options;
    const began = clock.now();
    const seconds = 240 + Math.floor(this.#random() * 120);
    const from: Record<string, string> = initial
      ? { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' }
      : { resourceVersion: this.#revision ?? '' };
    const query = { watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: String(seconds), ...from };
    const opened = () => {
      if (!initial) this.#handlers.alive();
    };
    const silence = (seconds + 15) * 1_000;
    let initialising = initial;
    try {
      if (initial) this.#handlers.begin();
      for await (const line of readLines({ ...this.#stream(connection, query), signal, silence, opened })) {
        signal.throwIfAborted();
        const event = eventOf(line);
        if (initialising) initialising = this.#initialEvent(event);
        else {
          this.#revision = textOf(event.item.metadata.resourceVersion) || this.#revision;
          if (event.type === 'BOOKMARK') this.#handlers.alive();
          else this.#handlers.event(event);
        }
      }
    } catch (error) {
      if (isStatusError(error) && error.code === 405) return this.#poll();
      throw error;
    } finally {
      if (clock.now() - began > GOOD_WATCH) this.#retry = FIRST_RETRY;
    }
    if (initialising) {
      this.#watchList = false;
      return;
    }
    if (clock.now() - began < SHORTEST_WATCH) await this.#pause(this.#spread(FIRST_RETRY));
  }

  /** @returns whether more of the beginning follows */
  #initialEvent(event: WatchedEvent): boolean {
    if (event.type !== 'BOOKMARK') {
      this.#handlers.event(event);
      return true;
    }
    if (!event.initialEnd) return true;
    this.#revision = textOf(event.item.metadata.resourceVersion) || undefined;
    this.#handlers.complete();
    return false;
  }

  async #poll(): Promise<void> {
    await this.#pause(POLL);
    this.#revision = undefined;
  }

  #stream(connection: ClusterConnection, query: Record<string, string>) {
    const { kind, namespace, fieldSelector, objects, clock } = this.#options;
    const all = { ...query, ...(fieldSelector !== undefined && { fieldSelector }) };
    const path = `${resourcePath({ ...kind, namespace })}?${new URLSearchParams(all)}`;
    return { connection, path, accept: objects ? ACCEPT_OBJECTS : ACCEPT_TABLE, clock };
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#options.clock.after(milliseconds, resolve);
      this.#wake = () => {
        timer[Symbol.dispose]();
        resolve();
      };
    });
  }

  #spread(milliseconds: number): number {
    return milliseconds * (0.75 + this.#random() / 2);
  }

  #random(): number {
    return (this.#options.random ?? Math.random)();
  }
}
