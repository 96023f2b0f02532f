import { join } from 'node:path';
import { applyIndexDelta, type ComposedIndex, decodeIndex, type IndexDelta } from '@luban/manifest';
import { expect, onTestFinished, test, vi } from 'vitest';
import { writeConsole } from '../test-support/console-folder.ts';
import { writeExtension } from '../test-support/extension-folder.ts';
import { reopen, type TestServer, testServer } from '../test-support/test-server.ts';

interface StreamEvent {
  name: string;
  id: string;
  data: { revision: string; host: string } & IndexDelta;
}

/** A tab: its event stream, read as it comes. */
async function openStream(server: TestServer, query = '', headers: Record<string, string> = {}) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`${await server.listen()}/api/index/events${query}`, {
    headers: { cookie: server.cookie, ...headers },
    signal: abort.signal,
  });
  const events: StreamEvent[] = [];
  let comments = 0;
  const closed = (async () => {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const parts = text.split('\n\n');
      text = parts.pop()!;
      for (const part of parts) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1] ?? '';
        if (part.startsWith(':')) comments += 1;
        else events.push({ name: field('event'), id: field('id'), data: JSON.parse(field('data')) });
      }
    }
  })().catch(() => {});
  return { response, events, closed, abort, comments: () => comments };
}

async function indexOf(server: TestServer): Promise<ComposedIndex> {
  return decodeIndex((await server.ask('GET', '/api/index')).json().index);
}

const names = (events: StreamEvent[]) => events.map(({ name }) => name);

test('a stream greets with the revision and the build of the console', async () => {
  const server = await testServer([{ name: 'alpha' }]);
  const { revision } = await indexOf(server);
  const { response, events } = await openStream(server, `?revision=${revision}`);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  await vi.waitFor(() => expect(names(events)).toEqual(['hello']));
  expect(events[0]!.data).toEqual({ revision, host: 'build-1', rights: expect.any(String) });
});

test('every change arrives as a delta that leads to the very index a new page gets', async () => {
  const server = await testServer([{ name: 'alpha' }, { name: 'beta' }]);
  let index: ComposedIndex | undefined = await indexOf(server);
  const { events } = await openStream(server, `?revision=${index.revision}`);
  await vi.waitFor(() => expect(events).toHaveLength(1));
  const folder = join(server.folder, 'package');
  await writeExtension(folder, { name: 'gamma' });
  const steps = [
    () => server.ask('POST', '/api/extensions/alpha/disable'),
    () => server.ask('POST', '/api/extensions', { payload: { folder } }),
    () => server.ask('POST', '/api/extensions/alpha/enable'),
    () => server.ask('DELETE', '/api/extensions/gamma'),
  ];
  for (const [i, step] of steps.entries()) {
    await step();
    await vi.waitFor(() => expect(events).toHaveLength(i + 2));
    const { name, id, data } = events[i + 1]!;
    expect([name, id]).toEqual(['delta', data.to]);
    index = applyIndexDelta(data, index!);
    expect(index).toEqual(await indexOf(server));
  }
  expect(Object.keys(events[2]!.data.remotes!)).toEqual(['gamma@1.0.0']);
  expect(events[1]!.data.remotes).toEqual({});
});

test('what changes nothing that this user sees is not sent', async () => {
  const server = await testServer([{ name: 'alpha' }]);
  const { revision } = await indexOf(server);
  const { events } = await openStream(server, `?revision=${revision}`);
  await server.ask('POST', '/api/extensions/alpha/disable');
  await server.ask('POST', '/api/extensions/alpha/disable');
  await server.ask('POST', '/api/extensions/alpha/enable');
  await vi.waitFor(() => expect(names(events)).toEqual(['hello', 'delta', 'delta']));
  expect(events[2]!.data.to).toBe(revision);
});

test('a change in a folder arrives too', async () => {
  const server = await testServer([{ name: 'alpha' }]);
  const { revision } = await indexOf(server);
  const { events } = await openStream(server, `?revision=${revision}`);
  await writeExtension(server.builtin('alpha'), { name: 'alpha', version: '1.1.0' });
  await vi.waitFor(() => expect(names(events)).toEqual(['hello', 'delta']));
  expect(events[1]!.data.lists.extensions!.replace![0]).toMatchObject({
    name: 'alpha',
    version: '1.1.0',
    base: '/ext/alpha/1.1.0/',
  });
  expect(Object.keys(events[1]!.data.remotes!)).toEqual(['alpha@1.1.0']);
});

test('a tab that was away is brought up to date in one step', async () => {
  const server = await testServer([{ name: 'alpha' }, { name: 'beta' }]);
  const before = await indexOf(server);
  await server.ask('POST', '/api/extensions/alpha/disable');
  await server.ask('POST', '/api/extensions/beta/disable');
  const after = await indexOf(server);
  for (const stream of [
    await openStream(server, `?revision=${before.revision}`),
    await openStream(server, '?revision=long-ago', { 'last-event-id': before.revision }),
  ]) {
    await vi.waitFor(() => expect(names(stream.events)).toEqual(['delta', 'hello']));
    expect(applyIndexDelta(stream.events[0]!.data, before)).toEqual(after);
    expect(stream.events[1]!.data.revision).toBe(after.revision);
  }
});

test.each(['', '?revision=unknown'])('a tab with %j is told to fetch the whole index', async (query) => {
  const server = await testServer([{ name: 'alpha' }]);
  const { revision } = await indexOf(server);
  const { events } = await openStream(server, query);
  await vi.waitFor(() => expect(names(events)).toEqual(['reset', 'hello']));
  expect(events[0]!.data).toEqual({ revision });
});

test('after a restart with the same extensions a tab goes on as if nothing had been', async () => {
  const first = await testServer([{ name: 'alpha' }]);
  const { revision } = await indexOf(first);
  await first.server.close();
  const second = await reopen(first.folder, { clusters: first.clusters });
  const same = await openStream(second, `?revision=${revision}`);
  await vi.waitFor(() => expect(names(same.events)).toEqual(['hello']));
  await second.server.close();

  await writeConsole(join(first.folder, 'console'), 'build-2');
  const third = await reopen(first.folder, { clusters: first.clusters });
  const updated = await openStream(third, `?revision=${revision}`);
  await vi.waitFor(() => expect(updated.events.at(-1)).toMatchObject({ name: 'hello', data: { host: 'build-2' } }));
});

test('each tab gets its own language', async () => {
  const server = await testServer([{ name: 'alpha' }]);
  const english = await openStream(server);
  const chinese = await openStream(server, '', { cookie: `${server.cookie}; luban_locale=zh` });
  await server.ask('POST', '/api/extensions/alpha/disable');
  await server.ask('POST', '/api/extensions/alpha/enable');
  const nameIn = ({ events }: typeof english) => events.at(-1)!.data.lists.extensions!.insert![0]![1].displayName;
  await vi.waitFor(() => expect([english.events.length, chinese.events.length]).toEqual([4, 4]));
  expect([nameIn(english), nameIn(chinese)]).toEqual(['The alpha', 'alpha 扩展']);
});

test('signing out ends the streams of this session and no other', async () => {
  const server = await testServer([{ name: 'alpha' }]);
  const other = await server.askAsStranger('POST', '/api/session', {
    payload: { username: 'admin', password: 'test password' },
  });
  const mine = await openStream(server);
  const theirs = await openStream(server, '', { cookie: `luban_session=${other.cookies[0]!.value}` });
  await vi.waitFor(() => expect([mine.events.length, theirs.events.length]).toEqual([2, 2]));
  await server.ask('DELETE', '/api/session');
  await mine.closed;
  const headers = { cookie: `luban_session=${other.cookies[0]!.value}` };
  await server.askAsStranger('POST', '/api/extensions/alpha/disable', { headers });
  await vi.waitFor(() => expect(theirs.events).toHaveLength(3));
  expect(mine.events).toHaveLength(2);
});

test('a stream shows signs of life, and ends with its session', async () => {
  let time = Date.now();
  const server = await testServer([], { heartbeat: 20, now: () => time });
  const stream = await openStream(server);
  await vi.waitFor(() => expect(stream.comments()).toBeGreaterThan(2));
  time += 13 * 3_600_000;
  await stream.closed;
});

test('the server ends with open streams', async () => {
  const server = await testServer();
  const stream = await openStream(server);
  await server.server.close();
  await stream.closed;
});

test('a hundred tabs are told of a change, each once', async () => {
  const server = await testServer([{ name: 'alpha' }]);
  const { revision } = await indexOf(server);
  const streams = await Promise.all(Array.from({ length: 100 }, () => openStream(server, `?revision=${revision}`)));
  await server.ask('POST', '/api/extensions/alpha/disable');
  await vi.waitFor(() => expect(streams.every(({ events }) => events.at(-1)?.name === 'delta')).toBe(true));
  for (const { events } of streams) expect(names(events)).toEqual(['hello', 'delta']);
});
