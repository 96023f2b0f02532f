import { expect, test } from 'vitest';
import { startTestApi } from '../testing.ts';

test('a list is put together anew once something of it, or before it, has changed', async () => {
  await using api = await startTestApi();
  const ref = { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' };
  const make = (name: string, value: string) =>
    api.client.create(ref, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { value } });
  const list = async (query = '') => {
    const path = `/api/v1/namespaces/default/configmaps${query}`;
    const answer = await api.server.transport()({ method: 'GET', path });
    return JSON.parse(await answer.text()) as {
      metadata: { resourceVersion: string };
      items: { metadata: { name: string } }[];
    };
  };
  const names = async (query?: string) =>
    (await list(query)).items.map(({ metadata }) => metadata.name).filter((name) => name.startsWith('m-'));
  await make('m-1', 'x'.repeat(100_000));
  expect(await names()).toEqual(['m-1']);
  const { resourceVersion } = (await list()).metadata;
  expect((await list()).metadata).toEqual({ resourceVersion });
  await make('m-2', 'y'.repeat(100_000));
  expect(await names()).toEqual(['m-1', 'm-2']);
  expect(await names('?fieldSelector=metadata.name%3Dm-2')).toEqual(['m-2']);
  expect(await names('?fieldSelector=metadata.name!%3Dm-2')).toEqual(['m-1']);
  await api.client.delete({ ...ref, name: 'm-1' });
  expect(await names()).toEqual(['m-2']);
});
