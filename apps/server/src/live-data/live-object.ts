import type { Clock, KubeObject } from '@luban/kube';
import { FollowedList, type FollowHandlers, type FollowOptions } from './follow-list.ts';
import { FollowState } from './follow-state.ts';
import { isRecord, type JsonRecord } from './table-answer.ts';

export interface LiveObjectOptions extends Omit<FollowOptions, 'objects' | 'fieldSelector'> {
  cluster: string;
  name: string;
  clock: Clock;
  apiVersion: string;
}

export interface ObjectListener {
  changed(): void;
  stateChanged(): void;
}

/** Milliseconds between two states of the object that are told. */
const INTERVAL = 100;

/** One object, followed once for all who look at it. */
export class LiveObject implements Disposable {
  readonly #options: LiveObjectOptions;
  readonly #state: FollowState;
  readonly #followed: FollowedList;
  readonly #listeners = new Set<ObjectListener>();
  #object: JsonRecord | undefined;
  #seen = false;
  #texts = new Map<boolean, string>();
  #told = 0;
  #timer: Disposable | undefined;

  constructor(options: LiveObjectOptions) {
    this.#options = options;
    this.#state = new FollowState(options.cluster);
    const fieldSelector = `metadata.name=${options.name.replace(/[\\,=]/g, '\\$&')}`;
    this.#followed = new FollowedList({ ...options, objects: true, fieldSelector }, this.#handlers());
  }

  get cluster(): string {
    return this.#options.cluster;
  }

  get state(): FollowState {
    return this.#state;
  }

  /** The object as JSON, or `null`. */
  text(managedFields: boolean): string {
    let text = this.#texts.get(managedFields);
    if (text === undefined) {
      text = JSON.stringify(this.#object === undefined ? null : shown(this.#object, managedFields));
      this.#texts.set(managedFields, text);
    }
    return text;
  }

  listen(listener: ObjectListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  clusterChanged(): void {
    if (this.#options.connection() === undefined && this.#state.problem?.code !== 'LB5100') {
      this.#state.clusterGone();
      this.#set(undefined);
      this.#stateChanged();
    }
    this.#followed.clusterChanged();
  }

  [Symbol.dispose](): void {
    this.#followed[Symbol.dispose]();
    this.#timer?.[Symbol.dispose]();
    this.#listeners.clear();
  }

  #handlers(): FollowHandlers {
    return {
      begin: () => {
        this.#seen = false;
      },
      page: ({ items, kind }) => {
        for (const { object, metadata } of items) this.#found({ kind, ...object }, metadata);
      },
      complete: () => {
        if (!this.#seen) this.#set(undefined);
        if (this.#state.complete(this.#options.clock.now())) this.#stateChanged();
      },
      event: ({ type, item }) => {
        if (type === 'DELETED') this.#set(undefined);
        else this.#found(item.object, item.metadata);
        this.#alive();
      },
      alive: () => this.#alive(),
      failed: (failure) => {
        if (this.#state.failed(failure)) this.#stateChanged();
      },
    };
  }

  /** Servers that do not know the selector would answer with all objects. */
  #found(object: JsonRecord, metadata: JsonRecord): void {
    if (metadata.name !== this.#options.name) return;
    this.#seen = true;
    this.#set(object);
  }

  #set(object: JsonRecord | undefined): void {
    if (object === undefined && this.#object === undefined) return;
    // Items of lists do not say their kind's version.
    this.#object = object && { apiVersion: this.#options.apiVersion, ...object };
    this.#texts.clear();
    const { clock } = this.#options;
    this.#timer ??= clock.after(Math.max(0, this.#told + INTERVAL - clock.now()), () => {
      this.#timer = undefined;
      this.#told = clock.now();
      for (const listener of this.#listeners) listener.changed();
    });
  }

  #alive(): void {
    if (this.#state.alive(this.#options.clock.now())) this.#stateChanged();
  }

  #stateChanged(): void {
    for (const listener of this.#listeners) listener.stateChanged();
  }
}

function shown(object: JsonRecord, managedFields: boolean): JsonRecord | KubeObject {
  if (managedFields || !isRecord(object.metadata)) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
