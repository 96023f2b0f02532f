import { setTimeout as sleep } from 'node:timers/promises';
import { type LiveServerMessage, type LiveState, type LiveView, type LiveWindow, TableStore } from '@luban/kube/live';
import WebSocket from 'ws';

/** A tab that looks at one list, without a browser. */
export class LiveTab implements Disposable {
  readonly table = new TableStore();
  state: LiveState | undefined;
  messages = 0;
  bytes = 0;
  gaps = 0;
  /** Called for each message about the list. */
  onMessage: ((message: LiveServerMessage) => void) | undefined;
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(String(data)));
  }

  static async open(url: string, cookie: string): Promise<LiveTab> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/live`, { headers: { cookie } });
    const tab = new LiveTab(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    socket.on('error', () => {});
    return tab;
  }

  follow(cluster: string, view: LiveView, window: LiveWindow): void {
    const source = { cluster, group: '', version: 'v1', resource: 'pods' };
    this.#socket.send(JSON.stringify({ op: 'subscribe', id: 1, source, view, window }));
  }

  async ready(): Promise<void> {
    for (const began = performance.now(); this.state !== 'ready'; await sleep(5)) {
      if (performance.now() - began > 120_000) throw new Error(`The list is ${this.state} after two minutes`);
    }
  }

  [Symbol.dispose](): void {
    this.#socket.terminate();
  }

  #receive(text: string): void {
    this.bytes += text.length;
    const message = JSON.parse(text) as LiveServerMessage;
    if (message.type === 'hello') return;
    this.messages++;
    if (message.type === 'state') this.state = message.state;
    else if (message.type === 'snapshot' || message.type === 'delta') {
      if (this.table.apply(message) === 'gap') {
        this.gaps++;
        this.#socket.send(JSON.stringify({ op: 'resync', id: 1 }));
      }
    } else throw new Error(text.slice(0, 300));
    this.onMessage?.(message);
  }
}
