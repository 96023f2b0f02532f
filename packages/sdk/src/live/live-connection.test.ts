import { ManualClock } from '@luban/kube';
import { beforeEach, expect, test } from 'vitest';
import { TestSocket, testRow, testSnapshot } from '../test-support/test-socket.ts';
import { LiveConnection, type Visibility } from './live-connection.ts';

const SOURCE = { cluster: 'host', group: '', version: 'v1', resource: 'pods' };
const WINDOW = { offset: 0, limit: 100 };

class TestVisibility implements Visibility {
  isHidden = false;
  readonly listeners = new Set<() => void>();

  hidden(): boolean {
    return this.isHidden;
  }

  watch(listener: () => void): Disposable {
    this.listeners.add(listener);
    return { [Symbol.dispose]: () => void this.listeners.delete(listener) };
  }

  set(hidden: boolean): void {
    this.isHidden = hidden;
    for (const listener of this.listeners) listener();
  }
}

let clock: ManualClock;
let visibility: TestVisibility;
let connection: LiveConnection;

beforeEach(() => {
  TestSocket.all.length = 0;
  clock = new ManualClock();
  visibility = new TestVisibility();
  connection = new LiveConnection({ url: 'ws://x/api/live', open: () => new TestSocket(), clock, visibility });
});

async function opened() {
  const list = connection.list(SOURCE, {}, WINDOW);
  await clock.advance(0);
  const socket = TestSocket.last.open();
  return { list, socket };
}

test('nothing connects before somebody asks, and then once for all', async () => {
  await clock.advance(60_000);
  expect(TestSocket.all).toEqual([]);
  const { socket } = await opened();
  connection.list(SOURCE, { search: 'x' }, WINDOW);
  connection.object({ ...SOURCE, name: 'web' });
  expect(TestSocket.all).toHaveLength(1);
  expect(socket.ops).toEqual(['subscribe', 'subscribe', 'follow']);
});

test('rows come and change, and each change is another object', async () => {
  const { list, socket } = await opened();
  const seen: unknown[] = [list.get()];
  list.subscribe(() => seen.push(list.get()));
  expect(list.get()).toMatchObject({ status: 'loading', total: 0 });
  socket.say(testSnapshot(1, ['a', 'b']), { type: 'state', id: 1, state: 'ready' });
  expect(list.get()).toMatchObject({ status: 'ready', total: 2, revision: 2 });
  socket.say({ type: 'delta', id: 1, seq: 2, total: 3, offset: 0, placed: [[2, testRow('c')]] });
  expect(list.get().rows.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(new Set(seen).size).toBe(4);
});

test('what was missed is asked for', async () => {
  const { list, socket } = await opened();
  socket.say(testSnapshot(1, ['a']), { type: 'delta', id: 1, seq: 3, total: 0, offset: 0, removed: ['uid-a'] });
  expect(socket.sent.at(-1)).toEqual({ op: 'resync', id: 1 });
  expect(list.get().total).toBe(1);
  socket.say(testSnapshot(1, [], { seq: 4 }));
  expect(list.get().total).toBe(0);
});

test('when the connection breaks the rows stay, with a time and a reason, and it comes back by itself', async () => {
  const { list, socket } = await opened();
  socket.say(testSnapshot(1, ['a']), { type: 'state', id: 1, state: 'ready' });
  const broke = clock.now();
  socket.break();
  expect(list.get()).toMatchObject({
    status: 'stale',
    asOf: broke,
    problem: { code: 'LB5510', message: 'Lost.' },
    total: 1,
  });
  for (let i = 0; i < 4; i++) {
    await clock.advance(60_000);
    expect(TestSocket.all).toHaveLength(i + 2);
    TestSocket.last.break();
  }
  expect(list.get().asOf).toBe(broke);
  await clock.advance(60_000);
  const next = TestSocket.last.open();
  expect(next.sent[0]).toEqual({ op: 'subscribe', id: 1, source: SOURCE, view: {}, window: WINDOW });
  // What comes late of the old rows is about another snapshot.
  next.say({ type: 'delta', id: 1, seq: 2, total: 9, offset: 0 });
  expect(list.get()).toMatchObject({ status: 'stale', total: 1 });
  next.say(testSnapshot(1, ['b']), { type: 'state', id: 1, state: 'ready' });
  expect(list.get()).toMatchObject({ status: 'ready', total: 1 });
  expect(list.get().rows[0]!.name).toBe('b');
});

test('pauses between attempts grow, and the network’s return ends one', async () => {
  const { socket } = await opened();
  socket.break();
  await clock.advance(370);
  expect(TestSocket.all).toHaveLength(1);
  await clock.advance(300);
  expect(TestSocket.all).toHaveLength(2);
  TestSocket.last.break();
  visibility.set(false);
  await clock.advance(0);
  expect(TestSocket.all).toHaveLength(3);
});

test('a page that never reached the server says so', async () => {
  const list = connection.list(SOURCE, {}, WINDOW);
  await clock.advance(0);
  TestSocket.last.break();
  expect(list.get()).toMatchObject({ status: 'problem', problem: { code: 'LB5510' } });
});

test('a hidden page pauses, also on a new connection', async () => {
  const { socket } = await opened();
  visibility.set(true);
  visibility.set(false);
  expect(socket.ops).toEqual(['subscribe', 'pause', 'resume']);
  visibility.set(true);
  socket.break();
  await clock.advance(1_000);
  expect(TestSocket.last.open().ops).toEqual(['pause', 'subscribe']);
});

test('another order keeps the rows until the new ones are there', async () => {
  const { list, socket } = await opened();
  socket.say(testSnapshot(1, ['a', 'b']), { type: 'state', id: 1, state: 'ready' });
  list.setView({ sort: { column: 'name', descending: true } });
  expect(socket.sent.at(-1)).toMatchObject({ op: 'view', id: 1, turn: 1 });
  expect(list.get().total).toBe(2);
  // Sent before the gateway had read it.
  socket.say(testSnapshot(1, ['x'], { seq: 2, turn: 0 }));
  expect(list.get().total).toBe(2);
  socket.say(testSnapshot(1, ['b', 'a', 'c'], { seq: 3, turn: 1 }));
  expect(list.get().total).toBe(3);
});

test('somebody who scrolls asks at once, and then for where they are by then', async () => {
  const { list, socket } = await opened();
  for (let offset = 10; offset <= 100; offset += 10) list.setWindow({ offset, limit: 50 });
  const windows = () => socket.sent.flatMap((message) => (message.op === 'window' ? [message.window.offset] : []));
  expect(windows()).toEqual([10]);
  await clock.advance(1_000);
  expect(windows()).toEqual([10, 100]);
  list.setWindow({ offset: 7, limit: 50 });
  expect(windows()).toEqual([10, 100, 7]);
});

test('the last that is closed closes the connection, some time later', async () => {
  const { list, socket } = await opened();
  list.close();
  expect(socket.ops).toEqual(['subscribe', 'unsubscribe']);
  await clock.advance(5_000);
  const other = connection.list(SOURCE, {}, WINDOW);
  await clock.advance(60_000);
  expect(socket.readyState).toBe(1);
  other.close();
  await clock.advance(60_000);
  expect(socket.readyState).toBe(3);
  expect(TestSocket.all).toHaveLength(1);
});

test('what was refused shows nothing, and an ended one says why', async () => {
  const { list, socket } = await opened();
  socket.say(testSnapshot(1, ['a']), { type: 'state', id: 1, state: 'ready' });
  socket.say({ type: 'state', id: 1, state: 'refused', problem: { code: 'LB5501', message: 'No.' } });
  expect(list.get()).toMatchObject({ status: 'refused', total: 0, rows: [] });
  socket.break();
  expect(list.get().status).toBe('refused');
  const other = connection.list(SOURCE, {}, WINDOW);
  await clock.advance(1_000);
  TestSocket.last.open().say({ type: 'ended', id: 2, problem: { code: 'LB5508', message: 'Too many.' } });
  expect(other.get()).toMatchObject({ status: 'problem', problem: { code: 'LB5508' } });
});

test('an object comes whole, goes, and stays through a break', async () => {
  const one = connection.object({ ...SOURCE, name: 'web' });
  await clock.advance(0);
  const socket = TestSocket.last.open();
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } };
  socket.say({ type: 'object', id: 1, seq: 1, object }, { type: 'state', id: 1, state: 'ready' });
  expect(one.get()).toMatchObject({ status: 'ready', object });
  socket.break();
  expect(one.get()).toMatchObject({ status: 'stale', object });
  await clock.advance(1_000);
  TestSocket.last.open().say({ type: 'object', id: 1, seq: 1, object: null }, { type: 'state', id: 1, state: 'ready' });
  expect(one.get()).toMatchObject({ status: 'ready', object: undefined });
});

test('disposing ends everything', async () => {
  const { socket } = await opened();
  connection[Symbol.dispose]();
  expect(socket.readyState).toBe(3);
  expect(visibility.listeners.size).toBe(0);
  await clock.advance(120_000);
  expect(TestSocket.all).toHaveLength(1);
});
