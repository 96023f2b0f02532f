import { expect, onTestFinished, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { EXTENSION_KINDS } from '../../extension-api/extension-object.ts';
import { ExtensionObjects } from '../../extension-api/extension-objects.ts';
import { testCluster } from '../../test-support/test-clusters.ts';
import { apiConflicts } from './api-conflicts.ts';

vi.setConfig({ testTimeout: 30_000 });

const object = (kind: string, name: string, spec: object, labels = {}) => ({
  apiVersion: 'extensions.kubesphere.io/v1alpha1',
  kind,
  metadata: { name, labels },
  spec,
});
const proxy = (path: string) => ({ matcher: { path, method: '*' }, upstream: { url: 'https://tide.example' } });
const api = (group: string) => ({ group, version: 'v1', url: 'https://tide.example' });

test('what others have of the API is found before it is claimed a second time', async () => {
  const { api: kube } = await testCluster();
  const owned = { 'kubesphere.io/extension-ref': 'buoy' };
  await kube.client.create(EXTENSION_KINDS.ReverseProxy, object('ReverseProxy', 'buoy', proxy('/proxy/sea/*'), owned));
  await kube.client.create(EXTENSION_KINDS.APIService, object('APIService', 'v1.buoy', api('sea.example'), owned));
  const existing = new ExtensionObjects({ client: kube.client, onError() {} });
  onTestFinished(() => existing[Symbol.dispose]());
  await existing.start();

  const rendered = [
    object('ReverseProxy', 'tide', proxy('/proxy/sea/*')),
    object('APIService', 'v1.tide', api('sea.example')),
    object('ReverseProxy', 'own', proxy('/proxy/tide/*')),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } },
  ].map((one) => stringify(one));
  const found = apiConflicts('tide', [...rendered, 'a: [', 'just text', ''], existing);
  expect(found.map(({ code, params }) => [code, params.winner, params.loser]).sort()).toEqual([
    ['LB5409', 'buoy (APIService v1.buoy)', 'tide (APIService v1.tide)'],
    ['LB5410', 'buoy (ReverseProxy buoy)', 'tide (ReverseProxy tide)'],
  ]);
  // Its own objects are replaced, not claimed twice.
  expect(apiConflicts('buoy', rendered, existing)).toEqual([]);
});
