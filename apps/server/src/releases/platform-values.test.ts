import { expect, test } from 'vitest';
import { OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { platformValues } from './platform-values.ts';
import { testReleases } from './testing/test-releases.ts';

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps', namespace: OWN_NAMESPACE };

test('what every extension is told', async () => {
  const { host } = await testReleases();
  const { client } = host.api;
  expect(await platformValues(client)).toEqual({});
  const set = async (data: Record<string, string>) => {
    await client.delete({ ...CONFIG_MAPS, name: 'extension-settings' }).catch(() => undefined);
    await client.create(CONFIG_MAPS, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'extension-settings' },
      data,
    });
    return platformValues(client);
  };
  expect(
    await set({
      portalUrl: 'https://console.example.com',
      imageRegistry: 'registry.example.com:5000/mirror',
      nodeSelector: 'disk: ssd\nfast: true\n',
      ingress: 'domainSuffix: apps.example.com\nhttpPort: 80\n',
    }),
  ).toEqual({
    portalUrl: 'https://console.example.com',
    imageRegistry: 'registry.example.com:5000/mirror',
    nodeSelector: { disk: 'ssd', fast: 'true' },
    ingress: { domainSuffix: 'apps.example.com', httpPort: 80 },
  });
  for (const [key, value] of [
    ['portalUrl', 'javascript:alert(1)'],
    ['imageRegistry', 'a b'],
    ['nodeSelector', '- a'],
    ['ingress', 'a: {b: c}'],
    ['ingress', '{'],
  ] as const) {
    await expect(set({ [key]: value })).rejects.toMatchObject({ code: 'LB7524', params: { key } });
  }
});
