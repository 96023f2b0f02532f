import type { LiveClientMessage, LiveRow, LiveServerMessage } from '@luban/kube/live';
import type { LiveSocket } from '../live/live-connection.ts';

/** The gateway's end of a connection, played by a test. */
export class TestSocket implements LiveSocket {
  static readonly all: TestSocket[] = [];
  readonly sent: LiveClientMessage[] = [];
  readyState: LiveSocket['readyState'] = 0;
  onopen: LiveSocket['onopen'] = null;
  onmessage: LiveSocket['onmessage'] = null;
  onclose: LiveSocket['onclose'] = null;
  onerror: LiveSocket['onerror'] = null;

  constructor() {
    TestSocket.all.push(this);
  }

  static get last(): TestSocket {
    return TestSocket.all.at(-1)!;
  }

  /** It connects, and greets. */
  open(): this {
    this.readyState = 1;
    this.onopen?.call(this as never, new Event('open'));
    this.say({ type: 'hello', protocol: 1, now: Date.now(), lost: { code: 'LB5510', message: 'Lost.' } });
    return this;
  }

  say(...messages: LiveServerMessage[]): void {
    for (const message of messages) {
      this.onmessage?.call(this as never, new MessageEvent('message', { data: JSON.stringify(message) }));
    }
  }

  /** The connection breaks. */
  break(): void {
    this.readyState = 3;
    this.onclose?.call(this as never, new Event('close') as CloseEvent);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as LiveClientMessage);
  }

  close(): void {
    this.readyState = 3;
  }

  get ops(): string[] {
    return this.sent.map(({ op }) => op);
  }
}

export function testRow(name: string, version = '1'): LiveRow {
  return { key: `uid-${name}`, name, namespace: 'shop', cells: [name], created: '', version, labels: {} };
}

export function testSnapshot(id: number, names: readonly string[], over: object = {}): LiveServerMessage {
  return {
    type: 'snapshot',
    id,
    seq: 1,
    turn: 0,
    columns: [{ name: 'Name', type: 'string', format: 'name', priority: 0 }],
    total: names.length,
    offset: 0,
    rows: names.map((name) => testRow(name)),
    ...over,
  };
}
