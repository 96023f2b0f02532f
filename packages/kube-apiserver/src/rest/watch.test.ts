import type { KubeObject } from '@luban/kube';
import { ManualClock } from '@luban/kube';
import { expect, test } from 'vitest';
import { http2Client } from '../conformance/testing/wire-client.ts';
import { startTestApi, type TestApi } from '../testing.ts';

const CORE = { group: '', version: 'v1', namespace: 'default' };
const CONFIG_MAPS = { ...CORE, resource: 'configmaps' };
const PATH = '/api/v1/namespaces/default/configmaps';

interface Event {
  type: string;
  object: KubeObject & { rows?: { cells: unknown[]; object: KubeObject }[]; columnDefinitions?: unknown[] | null };
}

const NONE = 'fieldSelector=metadata.name%3Dnone';

/** A watch in this process, whose events are read one by one. */
async function watch(api: TestApi, query: string, accept = 'application/json') {
  const response = await api.server.transport()({
    method: 'GET',
    path: `${PATH}?watch=true&${query}`,
    headers: { accept },
  });
  expect(response.status).toBe(200);
  const events = (async function* () {
    let text = '';
    for await (const chunk of response.chunks()) {
      text += Buffer.from(chunk).toString();
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) yield JSON.parse(line) as Event;
    }
  })();
  const next = async () => (await events.next()).value as Event;
  return {
    next,
    async take(count: number): Promise<Event[]> {
      const taken: Event[] = [];
      while (taken.length < count) taken.push(await next());
      return taken;
    },
    ended: async () => (await events.next()).done === true,
    stop: () => events.return(undefined),
  };
}

const create = (api: TestApi, name: string, rest: object = {}) =>
  api.client.create(CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...rest } as KubeObject);

const summary = (events: Event[]) => events.map(({ type, object }) => `${type} ${object.metadata.name}`);

test('tells the state, the end of it, and what happens then', async () => {
  await using api = await startTestApi();
  await create(api, 'a');
  const seen = await watch(
    api,
    'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&fieldSelector=metadata.name%21%3Dkube-root-ca.crt',
  );
  const [added, bookmark] = await seen.take(2);
  expect(summary([added!])).toEqual(['ADDED a']);
  expect(bookmark).toEqual({
    type: 'BOOKMARK',
    object: {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: {
        resourceVersion: expect.stringMatching(/^\d+$/),
        creationTimestamp: null,
        annotations: { 'k8s.io/initial-events-end': 'true' },
      },
    },
  });
  await create(api, 'b');
  await api.client.patch({ ...CONFIG_MAPS, name: 'b' }, 'merge', { data: { x: 'y' } });
  const { metadata } = await api.client
    .delete({ ...CONFIG_MAPS, name: 'b' })
    .then(() => seen.take(3))
    .then((events) => {
      expect(summary(events)).toEqual(['ADDED b', 'MODIFIED b', 'DELETED b']);
      return events[2]!.object;
    });
  const list = await api.client.list(CONFIG_MAPS);
  expect(metadata.resourceVersion).toBe(list.metadata.resourceVersion);
  await seen.stop();
  expect(api.errors).toEqual([]);
});

test('tells a large state whole, however slowly it is taken, and what happens meanwhile after it', async () => {
  await using api = await startTestApi({ listens: true });
  const count = 150;
  const data = { text: 'x'.repeat(100_000) };
  await Promise.all(Array.from({ length: count }, (_, i) => create(api, `large-${i}`, { data })));
  await using client = http2Client(api);
  const stream = client.session.request({
    ':path': `${PATH}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
  });
  await new Promise((resolve) => stream.once('response', resolve));
  await create(api, 'late');
  await new Promise((resolve) => setTimeout(resolve, 100));
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    if (Buffer.concat(chunks.slice(-3)).includes('"late"')) break;
  }
  const events = Buffer.concat(chunks)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);
  expect(
    events.filter(({ type, object }) => type === 'ADDED' && object.metadata.name?.startsWith('large-')),
  ).toHaveLength(count);
  expect(events.slice(-2).map(({ type }) => type)).toEqual(['BOOKMARK', 'ADDED']);
});

test('tells rows of tables, the columns once', async () => {
  await using api = await startTestApi();
  await create(api, 'a', { data: { x: '1', y: '2' } });
  const seen = await watch(api, 'fieldSelector=metadata.name%3Da', 'application/json;as=Table;v=v1;g=meta.k8s.io');
  const first = await seen.next();
  expect(first.object).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1' });
  expect(first.object.columnDefinitions).toMatchObject([{ name: 'Name' }, { name: 'Data' }, { name: 'Age' }]);
  expect(first.object.rows?.[0]?.cells.slice(0, 2)).toEqual(['a', 2]);
  expect(first.object.rows?.[0]?.object).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'a' } });
  await api.client.patch({ ...CONFIG_MAPS, name: 'a' }, 'merge', { data: { z: '3' } });
  const second = await seen.next();
  expect(second.type).toBe('MODIFIED');
  expect(second.object.columnDefinitions).toBeNull();
  await seen.stop();
});

test('tells ages of the moment in rows of tables, not of the beginning', async () => {
  const clock = new ManualClock();
  await using api = await startTestApi({ clock });
  const { resourceVersion } = await api.client.list(CONFIG_MAPS).then(({ metadata }) => metadata);
  const seen = await watch(
    api,
    `resourceVersion=${resourceVersion}&fieldSelector=metadata.name%3Da`,
    'application/json;as=Table;v=v1;g=meta.k8s.io',
  );
  await clock.advance(60_000);
  await create(api, 'a');
  expect((await seen.next()).object.rows?.[0]?.cells.at(-1)).toBe('0s');
  await clock.advance(30_000);
  await api.client.patch({ ...CONFIG_MAPS, name: 'a' }, 'merge', { data: { z: '3' } });
  expect((await seen.next()).object.rows?.[0]?.cells.at(-1)).toBe('30s');
  await seen.stop();
});

test('sends bookmarks every minute and one before it ends, and ends when it was told to', async () => {
  const clock = new ManualClock();
  await using api = await startTestApi({ clock });
  const { resourceVersion } = await api.client.list(CONFIG_MAPS).then(({ metadata }) => metadata);
  const seen = await watch(
    api,
    `resourceVersion=${resourceVersion}&allowWatchBookmarks=true&timeoutSeconds=90&${NONE}`,
  );
  const silent = await watch(api, `resourceVersion=${resourceVersion}&timeoutSeconds=90&${NONE}`);
  await clock.advance(60_000);
  const first = await seen.next();
  await clock.advance(30_000);
  const last = await seen.next();
  expect([first.type, last.type]).toEqual(['BOOKMARK', 'BOOKMARK']);
  expect(Object.keys(first.object)).toEqual(['kind', 'apiVersion', 'metadata']);
  expect(await seen.ended()).toBe(true);
  expect(await silent.ended()).toBe(true);
});

test('says that a revision is too old, before the stream or in it', async () => {
  await using api = await startTestApi();
  await create(api, 'a');
  api.server.store.compact(api.server.store.revision);
  await expect(api.client.json('GET', `${PATH}?watch=true&resourceVersion=2`)).rejects.toMatchObject({
    status: { code: 410, reason: 'Expired', message: expect.stringMatching(/^too old resource version: 2 \(\d+\)$/) },
  });
});
