// @vitest-environment happy-dom

import type { LiveRow } from '@luban/kube/live';
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { setShellState } from '../shell-store.ts';
import { TestSocket, testRow, testSnapshot } from '../test-support/test-socket.ts';
import { bindLiveData } from './live-binding.ts';
import type { ResourceListQuery } from './resource-list.ts';
import { useNow } from './use-now.ts';
import { useResource } from './use-resource.ts';
import { useResourceList } from './use-resource-list.ts';
import { useTable } from './use-table.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
let bound: Disposable;

beforeEach(() => {
  vi.useFakeTimers();
  TestSocket.all.length = 0;
  vi.stubGlobal('WebSocket', TestSocket);
  bound = bindLiveData('ws://localhost/api/live');
});

afterEach(() => {
  cleanup();
  bound[Symbol.dispose]();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  setShellState({ cluster: undefined });
});

function open(): TestSocket {
  act(() => {
    vi.advanceTimersByTime(1);
    TestSocket.last.open();
  });
  return TestSocket.last;
}

const calm = () => act(() => vi.advanceTimersByTime(100));
const say = (socket: TestSocket, ...messages: Parameters<TestSocket['say']>) => act(() => socket.say(...messages));
const lastId = (socket: TestSocket) => {
  const message = socket.sent.findLast(({ op }) => op === 'subscribe' || op === 'follow');
  return message !== undefined && 'id' in message ? message.id : -1;
};

function showList(query: ResourceListQuery | null) {
  return renderHook(({ query }: { query: ResourceListQuery | null }) => useResourceList(query), {
    initialProps: { query },
  });
}

test('without a query nothing is asked', () => {
  const { result } = showList(null);
  act(() => vi.advanceTimersByTime(1_000));
  expect(result.current.status).toBe('idle');
  expect(TestSocket.all).toEqual([]);
});

test('a list is loading, then ready, and closed with its component', () => {
  const { result, unmount } = showList(PODS);
  const socket = open();
  expect(result.current).toMatchObject({ status: 'loading', total: 0 });
  expect(socket.sent[0]).toMatchObject({
    op: 'subscribe',
    source: { cluster: 'host', ...PODS },
    window: { offset: 0, limit: 100 },
  });
  say(socket, testSnapshot(1, ['a', 'b']), { type: 'state', id: 1, state: 'ready' });
  expect(result.current).toMatchObject({ status: 'ready', total: 2 });
  expect(result.current.row(1)?.name).toBe('b');
  expect(result.current.row(2)).toBeUndefined();
  expect(result.current.indexOf('uid-b')).toBe(1);
  unmount();
  expect(socket.sent.at(-1)).toEqual({ op: 'unsubscribe', id: 1 });
});

test('an equal query asks nothing anew, another order the same list, another kind another list', () => {
  const { result, rerender } = showList({ ...PODS });
  const socket = open();
  say(socket, testSnapshot(1, ['a']), { type: 'state', id: 1, state: 'ready' });
  const before = result.current;
  rerender({ query: { ...PODS } });
  expect(result.current).toBe(before);
  rerender({ query: { ...PODS, sort: { column: 'Name' }, search: ' x ' } });
  expect(socket.ops).toEqual(['subscribe', 'view']);
  expect(socket.sent[1]).toMatchObject({ view: { sort: { column: 'Name' }, search: 'x' } });
  rerender({ query: { ...PODS, resource: 'services' } });
  expect(socket.ops).toEqual(['subscribe', 'view', 'unsubscribe', 'subscribe']);
  expect(result.current).toMatchObject({ status: 'loading', total: 0 });
});

test('the cluster is the shell’s unless one is named', () => {
  setShellState({ cluster: 'east' });
  const { rerender } = showList(PODS);
  const socket = open();
  expect(socket.sent[0]).toMatchObject({ source: { cluster: 'east' } });
  act(() => setShellState({ cluster: 'west' }));
  expect(socket.sent.at(-1)).toMatchObject({ op: 'subscribe', source: { cluster: 'west' } });
  rerender({ query: { ...PODS, cluster: 'north' } });
  expect(socket.sent.at(-1)).toMatchObject({ source: { cluster: 'north' } });
});

test('windows are asked for and kept within what the gateway gives', () => {
  const { result } = showList(PODS);
  const socket = open();
  act(() => result.current.setWindow(40, 9_000));
  expect(socket.sent.at(-1)).toEqual({ op: 'window', id: 1, window: { offset: 40, limit: 500 } });
  act(() => result.current.setWindow(40, 500));
  expect(socket.ops).toEqual(['subscribe', 'window']);
});

test('an object is followed while its component stands', () => {
  const { result, rerender, unmount } = renderHook(
    ({ name }: { name: string | undefined }) =>
      useResource(name === undefined ? null : { ...PODS, namespace: 'x', name }),
    { initialProps: { name: undefined as string | undefined } },
  );
  expect(result.current.status).toBe('idle');
  rerender({ name: 'web' });
  const socket = open();
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } };
  say(
    socket,
    { type: 'object', id: lastId(socket), seq: 1, object },
    { type: 'state', id: lastId(socket), state: 'ready' },
  );
  expect(result.current).toMatchObject({ status: 'ready', object });
  rerender({ name: 'other' });
  expect(result.current).toEqual({ status: 'loading' });
  unmount();
  expect(socket.ops).toEqual(['follow', 'unsubscribe', 'follow', 'unsubscribe']);
});

function showTable() {
  const shown = renderHook(() => {
    const list = useResourceList(PODS);
    return { list, table: useTable(list, { overscan: 20 }) };
  });
  const socket = open();
  const names = Array.from({ length: 100 }, (_, i) => `n${i}`);
  say(socket, testSnapshot(1, names, { total: 1_000 }), { type: 'state', id: 1, state: 'ready' });
  return { ...shown, socket };
}

test('a table asks for what is around the screen, and not at every step', () => {
  const { result, socket } = showTable();
  act(() => result.current.table.setVisible(0, 20));
  expect(socket.sent.at(-1)).toMatchObject({ op: 'window', window: { offset: 0, limit: 50 } });
  const asked = socket.sent.length;
  act(() => result.current.table.setVisible(3, 23));
  expect(socket.sent).toHaveLength(asked);
  calm();
  act(() => result.current.table.setVisible(500, 520));
  expect(socket.sent.at(-1)).toMatchObject({ window: { offset: 475, limit: 75 } });
  expect(result.current.table.row(500)).toBeUndefined();
  expect(result.current.table.keyOf(500)).toBe('#500');
  calm();
  act(() => result.current.table.setVisible(0, 900));
  expect(socket.sent.at(-1)).toMatchObject({ window: { offset: 0, limit: 500 } });
});

test('the keyboard’s position stays with its object when rows move', () => {
  const { result, socket } = showTable();
  act(() => result.current.table.setVisible(0, 10));
  const { move } = result.current.table;
  act(() => void move('ArrowDown'));
  expect(result.current.table.active).toBe('uid-n0');
  act(() => expect(result.current.table.move('PageDown')).toBe(10));
  expect(result.current.table.active).toBe('uid-n10');
  say(socket, {
    type: 'delta',
    id: 1,
    seq: 2,
    total: 1_001,
    offset: 0,
    placed: [[0, testRow('new') satisfies LiveRow]],
  });
  expect([result.current.table.active, result.current.table.activeIndex]).toEqual(['uid-n10', 11]);
  act(() => expect(result.current.table.move('End')).toBe(1_000));
  expect(result.current.table.activeIndex).toBe(1_000);
  act(() => expect(result.current.table.move('ArrowDown')).toBe(1_000));
  act(() => expect(result.current.table.move('Home')).toBe(0));
  expect(result.current.table.active).toBe('uid-new');
  expect(result.current.table.move('a')).toBeUndefined();
});

test('ages are told by the gateway’s clock when the computer’s is wrong', () => {
  showList(PODS);
  const socket = open();
  const { result } = renderHook(() => useNow());
  act(() => vi.advanceTimersByTime(1_000));
  expect(result.current).toBe(Date.now());
  const tenMinutes = 600_000;
  say(socket, { type: 'hello', protocol: 1, now: Date.now() + tenMinutes, lost: { code: 'LB5510', message: '' } });
  act(() => vi.advanceTimersByTime(1_000));
  expect(result.current).toBe(Date.now() + tenMinutes);
  say(socket, { type: 'hello', protocol: 1, now: Date.now() + 100, lost: { code: 'LB5510', message: '' } });
  act(() => vi.advanceTimersByTime(1_000));
  expect(result.current).toBe(Date.now());
});
