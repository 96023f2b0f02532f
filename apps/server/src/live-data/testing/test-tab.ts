import type { KubeObject } from '@luban/kube';
import {
  type LiveClientMessage,
  type LiveServerMessage,
  type LiveState,
  type LiveView,
  type LiveWindow,
  TableStore,
} from '@luban/kube/live';
import { expect, vi } from 'vitest';
import WebSocket from 'ws';

export const PODS = { cluster: 'host', group: '', version: 'v1', resource: 'pods' };

type State = Extract<LiveServerMessage, { type: 'state' }>;

/** What a tab keeps of one list or object. */
export class Followed {
  readonly table = new TableStore();
  readonly states: State[] = [];
  readonly messages: LiveServerMessage[] = [];
  object: KubeObject | null | undefined;
  ended: string | undefined;

  get state(): LiveState | undefined {
    return this.states.at(-1)?.state;
  }

  get code(): string | undefined {
    return this.states.at(-1)?.problem?.code;
  }

  get names(): string[] {
    return this.table.rows.map(({ name }) => name);
  }

  /** What a column says, row by row. */
  column(name: string): unknown[] {
    const at = this.table.columns.findIndex((column) => column.name === name);
    return this.table.rows.map(({ cells }) => cells[at]);
  }

  async is(state: LiveState, timeout = 5_000): Promise<void> {
    await vi.waitFor(() => expect(this.state, JSON.stringify(this.states.at(-1))).toBe(state), {
      timeout,
      interval: 5,
    });
  }
}

/** A tab as the protocol has it, without a browser. */
export class TestTab {
  readonly socket: WebSocket;
  readonly followed = new Map<number, Followed>();
  readonly hello = Promise.withResolvers<LiveServerMessage>();
  readonly closed = Promise.withResolvers<number>();
  bytes = 0;
  #next = 1;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(url, { headers });
    this.socket.on('message', (data) => {
      const text = String(data);
      this.bytes += text.length;
      this.#receive(JSON.parse(text) as LiveServerMessage);
    });
    this.socket.on('close', (code) => this.closed.resolve(code));
    this.socket.on('error', (error) => {
      this.hello.reject(error);
      this.closed.resolve(0);
    });
    this.hello.promise.catch(() => {});
  }

  send(message: LiveClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  list(
    view: LiveView = {},
    source: object = {},
    window: LiveWindow = { offset: 0, limit: 100 },
  ): Followed & { id: number } {
    const id = this.#next++;
    this.send({ op: 'subscribe', id, source: { ...PODS, ...source }, view, window });
    return this.#follow(id);
  }

  object(ref: { namespace?: string; name: string }, source: object = {}): Followed & { id: number } {
    const id = this.#next++;
    this.send({ op: 'follow', id, object: { ...PODS, ...source, ...ref } });
    return this.#follow(id);
  }

  #follow(id: number): Followed & { id: number } {
    const followed = Object.assign(new Followed(), { id });
    this.followed.set(id, followed);
    return followed;
  }

  #receive(message: LiveServerMessage): void {
    if (message.type === 'hello') this.hello.resolve(message);
    const followed = message.type === 'hello' ? undefined : this.followed.get(message.id);
    if (message.type === 'hello' || followed === undefined) return;
    followed.messages.push(message);
    if (message.type === 'state') {
      followed.states.push(message);
      if (message.state === 'refused' || message.state === 'problem') followed.table.clear();
    } else if (message.type === 'object') followed.object = message.object;
    else if (message.type === 'ended') followed.ended = message.problem.code;
    else if (followed.table.apply(message) === 'gap') this.send({ op: 'resync', id: message.id });
  }
}
