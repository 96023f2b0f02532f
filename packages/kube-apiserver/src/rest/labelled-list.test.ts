import { expect, test } from 'vitest';
import { startTestApi } from '../testing.ts';

test('a list by label is the same with and without an index, whatever changes and however it is paged', async () => {
  await using api = await startTestApi();
  const ref = { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' };
  const write = (name: string, labels: Record<string, string>) => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default', labels } };
    return api.client.create(ref, object);
  };
  const name = (number: number) => `m-${String(number).padStart(4, '0')}`;
  await Promise.all(
    Array.from({ length: 700 }, (_, i) => write(name(i), { app: `app-${i % 50}`, even: String(i % 2 === 0) })),
  );
  const page = async (query: string, next = '') => {
    const path = `/api/v1/configmaps?${query}${next && `&continue=${next}`}`;
    return JSON.parse(await (await api.server.transport()({ method: 'GET', path })).text()) as {
      metadata: { continue?: string };
      items: { metadata: { name: string } }[];
    };
  };
  const names = async (query: string) => {
    const found: string[] = [];
    let next: string | undefined = '';
    for (; next !== undefined; ) {
      const { items, metadata }: Awaited<ReturnType<typeof page>> = await page(query, next);
      found.push(...items.map(({ metadata }) => metadata.name));
      next = metadata.continue;
    }
    return found;
  };
  const selector = (text: string) => `labelSelector=${encodeURIComponent(text)}`;
  const expected = Array.from({ length: 14 }, (_, i) => name(7 + i * 50));
  // The first looks at every object and makes the index, the others use it.
  for (let i = 0; i < 2; i++) expect(await names(selector('app=app-7'))).toEqual(expected);
  expect(await names(`${selector('app=app-7')}&limit=5`)).toEqual(expected);
  expect(await names(selector('app=app-7,even=true'))).toEqual([]);
  expect(await names(selector('even=false,app in (app-7, app-8)'))).toEqual(expected);
  expect(await names(selector('app=none'))).toEqual([]);
  expect(await names(selector('even=true'))).toHaveLength(350);

  const patch = { metadata: { labels: { app: 'app-8' } } };
  await api.client.patch({ ...ref, name: name(7) }, 'merge', patch);
  await api.client.delete({ ...ref, name: name(57) });
  await write('m-0000a', { app: 'app-7' });
  expect(await names(selector('app=app-7'))).toEqual(['m-0000a', ...expected.slice(2)]);
  expect(await names(`${selector('app=app-8')}&limit=1`)).toContain(name(7));
  const other = `/api/v1/namespaces/kube-system/configmaps?${selector('app=app-7')}`;
  const { items } = JSON.parse(await (await api.server.transport()({ method: 'GET', path: other })).text());
  expect(items).toEqual([]);
});
