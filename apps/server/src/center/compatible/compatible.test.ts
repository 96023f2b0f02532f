import { expect, test, vi } from 'vitest';
import { eventually } from '../../test-support/eventually.ts';
import { writeExtensionObjects, writePlan } from '../testing/center-objects.ts';
import { centerServer } from '../testing/center-server.ts';

vi.setConfig({ testTimeout: 60_000 });

const KAPIS = '/kapis/kubesphere.io/v1alpha1';

interface List {
  metadata: { continue?: string; remainingItemCount?: number };
  items: { metadata: { name: string } }[];
}

test('the console of KubeSphere finds extensions, versions, categories and the files of packages', async () => {
  const { ask, upload, cluster } = await centerServer();
  const { client } = cluster.api;
  await upload({ name: 'tide', version: '1.0.0', values: 'level: 3 # high\n' });
  await writeExtensionObjects(client, { name: 'buoy', versions: ['0.1.0', '0.2.0'] });
  await writePlan(client, 'buoy', {
    spec: { extension: { name: 'buoy', version: '9.9.9' }, enabled: true },
    status: { state: 'Installed', version: '0.1.0', enabled: true },
  });
  const list = async (path: string) => (await ask('GET', `${KAPIS}/${path}`)).json<List>();
  const names = async (query: string) => (await list(`extensions?${query}`)).items.map(({ metadata }) => metadata.name);

  await eventually(async () => expect(await names('status=installed')).toEqual(['buoy']));
  expect(await names('status=notInstalled&q=tide')).toEqual(['tide']);
  expect(await names('enabled=true')).toEqual(['buoy']);
  expect(await names('enabled=false')).toEqual([]);
  expect(await names('available=true&q=BUOY&sortBy=createTime')).toEqual(['buoy']);
  expect(await names('q=%E6%89%A9%E5%B1%95&sortBy=name&ascending=true')).toEqual(
    expect.arrayContaining(['buoy', 'tide']),
  );
  const page = await list('extensions?limit=1&page=2&sortBy=name&ascending=true&q=e');
  expect(page.items).toHaveLength(1);
  expect(page.metadata.continue).toMatch(/^\d+$/);

  const versions = await list('extensionversions?labelSelector=kubesphere.io/extension-ref=buoy');
  expect(versions.items.map(({ metadata }) => metadata.name).sort()).toEqual(['buoy-0.1.0', 'buoy-0.2.0']);
  expect((await list('categories')).items.length).toBeGreaterThan(5);

  const files = '/kapis/package.kubesphere.io/v1alpha1/extensionversions';
  const answer = (await ask('GET', `${files}/tide-1.0.0/files`)).json<{ Name: string; Data: string }[]>();
  const content = new Map(answer.map(({ Name, Data }) => [Name, Buffer.from(Data, 'base64').toString()]));
  expect(content.get('README_zh.md')).toContain('中文');
  expect(content.get('values.yaml')).toBe('level: 3 # high\n');
  expect([...content.keys()].filter((name) => /^(?:charts|templates|ui)\//.test(name))).toEqual([]);
  expect((await ask('GET', `${files}/tide-9.0.0/files`)).json()).toMatchObject({ kind: 'Status', reason: 'NotFound' });
});

test('changes are told as they are watched by the paths of KubeSphere', async () => {
  const { listen, cookie, cluster } = await centerServer();
  const { client } = cluster.api;
  await writeExtensionObjects(client, { name: 'tide', versions: ['1.0.0'] });
  const end = new AbortController();
  const response = await fetch(`${await listen()}/apis/kubesphere.io/v1alpha1/watch/extensions/tide`, {
    headers: { cookie },
    signal: end.signal,
  });
  expect(response.status).toBe(200);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const { value } = await reader.read();
  expect(JSON.parse(value!.split('\n')[0]!)).toMatchObject({
    object: { kind: 'Extension', metadata: { name: 'tide' } },
  });
  end.abort();
});
