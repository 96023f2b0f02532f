import type { KubeObject } from '@luban/kube';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing.ts';

const PATH = '/api/v1/namespaces/default/secrets';
const meta = (as: string, version = 'v1') => `application/json;as=${as};v=${version};g=meta.k8s.io`;

interface Table {
  kind: string;
  apiVersion: string;
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
  columnDefinitions: { name: string; type: string; priority: number }[];
  rows: { cells: unknown[]; object?: KubeObject }[];
}

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  for (let i = 0; i < 5; i++) {
    await api.client.create(
      { group: '', version: 'v1', resource: 'secrets', namespace: 'default' },
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: `s${i}`, labels: { odd: String(i % 2) } },
        data: { a: 'YQ==' },
      },
    );
  }
  await api.client.create(
    { group: '', version: 'v1', resource: 'namespaces' },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'aaa' } },
  );
});
afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api[Symbol.asyncDispose]();
});

async function get<T>(path: string, accept = 'application/json'): Promise<T & { code?: number }> {
  const response = await api.server.transport()({ method: 'GET', path, headers: { accept } });
  return JSON.parse(await response.text()) as T & { code?: number };
}

test('tables carry as much of the objects as was asked for', async () => {
  const table = await get<Table>(PATH, meta('Table'));
  expect(table).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1' });
  expect(table.columnDefinitions.map(({ name }) => name)).toEqual(['Name', 'Type', 'Data', 'Age']);
  expect(table.rows.map(({ cells }) => cells.slice(0, 3))).toEqual([0, 1, 2, 3, 4].map((i) => [`s${i}`, 'Opaque', 1]));
  expect(table.rows[0]?.object).toMatchObject({
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { name: 's0' },
  });
  expect(table.rows[0]?.object).not.toHaveProperty('data');
  const whole = await get<Table>(`${PATH}?includeObject=Object`, meta('Table'));
  expect(whole.rows[0]?.object).toMatchObject({ kind: 'Secret', data: { a: 'YQ==' } });
  expect((await get<Table>(`${PATH}?includeObject=None`, meta('Table'))).rows[0]).not.toHaveProperty('object');
  expect((await get(`${PATH}?includeObject=All`, meta('Table'))).code).toBe(400);
  const one = await get<Table>(`${PATH}/s3`, meta('Table', 'v1beta1'));
  expect(one).toMatchObject({
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1beta1',
    rows: [{ cells: ['s3', 'Opaque', 1, expect.any(String)] }],
  });
});

test('metadata alone', async () => {
  const list = await get<{ items: KubeObject[] }>(PATH, meta('PartialObjectMetadataList'));
  expect(list).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
  expect(Object.keys(list.items[0]!).sort()).toEqual(['apiVersion', 'kind', 'metadata']);
  const one = await get<KubeObject>(`${PATH}/s1`, meta('PartialObjectMetadata'));
  expect([one.kind, one.metadata.name, Object.keys(one).length]).toEqual(['PartialObjectMetadata', 's1', 3]);
  expect((await get(`${PATH}/s1`, meta('PartialObjectMetadataList'))).code).toBe(406);
  expect((await get(PATH, meta('PartialObjectMetadata'))).code).toBe(406);
});

test('pages follow each other in one state of things, and count what is left where nothing is selected', async () => {
  const names: unknown[] = [];
  let token: string | undefined;
  let revision: string | undefined;
  const left: (number | undefined)[] = [];
  do {
    const page: Table = await get<Table>(`${PATH}?limit=2${token ? `&continue=${token}` : ''}`, meta('Table'));
    names.push(...page.rows.map(({ cells }) => cells[0]));
    revision ??= page.metadata.resourceVersion;
    expect(page.metadata.resourceVersion).toBe(revision);
    left.push(page.metadata.remainingItemCount);
    token = page.metadata.continue;
    if (names.length === 2) {
      await api.client.create(
        { group: '', version: 'v1', resource: 'secrets', namespace: 'default' },
        { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's2b' } },
      );
    }
  } while (token);
  await api.client.delete({ group: '', version: 'v1', resource: 'secrets', namespace: 'default', name: 's2b' });
  expect(names).toEqual(['s0', 's1', 's2', 's3', 's4']);
  expect(left).toEqual([3, 1, undefined]);
  const selected = await get<Table>(`${PATH}?limit=1&labelSelector=odd%3D1`, meta('Table'));
  expect(selected.metadata.continue).toBeDefined();
  expect(selected.metadata.remainingItemCount).toBeUndefined();
});

test('a page whose state is forgotten says so, and how to go on without it', async () => {
  const page = await get<{ metadata: { continue: string } }>(`${PATH}?limit=2`);
  await api.client.patch({ group: '', version: 'v1', resource: 'secrets', namespace: 'default', name: 's0' }, 'merge', {
    metadata: { labels: { x: 'y' } },
  });
  api.server.store.compact(api.server.store.revision);
  const expired = await get<{ reason: string; metadata: { continue: string }; message: string }>(
    `${PATH}?limit=2&continue=${page.metadata.continue}`,
  );
  expect(expired).toMatchObject({
    code: 410,
    reason: 'Expired',
    message: expect.stringMatching(
      /^The provided continue parameter is too old to display a consistent list result\. You can start a new list/,
    ),
  });
  const rest = await get<{ items: KubeObject[] }>(`${PATH}?continue=${expired.metadata.continue}`);
  expect(rest.items.map(({ metadata }) => metadata.name)).toEqual(['s2', 's3', 's4']);
});

test('an exact revision shows what was then', async () => {
  const { metadata } = await get<{ metadata: { resourceVersion: string } }>(PATH);
  const ref = { group: '', version: 'v1', resource: 'secrets', namespace: 'default', name: 's4' };
  await api.client.delete(ref);
  const then = await get<{ items: KubeObject[] }>(
    `${PATH}?resourceVersion=${metadata.resourceVersion}&resourceVersionMatch=Exact`,
  );
  expect(then.items.map(({ metadata }) => metadata.name)).toContain('s4');
  const now = await get<{ items: KubeObject[] }>(
    `${PATH}?resourceVersion=${metadata.resourceVersion}&resourceVersionMatch=NotOlderThan`,
  );
  expect(now.items.map(({ metadata }) => metadata.name)).not.toContain('s4');
  expect((await get<{ items: KubeObject[] }>(`${PATH}?resourceVersion=0`)).items.length).toBe(4);
});
