import { request } from 'node:https';
import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

function get(api: TestApi, path: string, accept = 'application/json') {
  const { promise, resolve, reject } = Promise.withResolvers<{ warning: string | undefined; body: unknown }>();
  const { ca, admin } = api.pki;
  request(`${api.url}${path}`, { ca, cert: admin.certificate, key: admin.key, headers: { accept } }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    const warning = response.headers.warning;
    response.on('end', () => resolve({ warning: warning && String(warning), body: JSON.parse(text) }));
  })
    .on('error', reject)
    .end();
  return promise;
}

test('names the fields that cannot be selected by, as each kind does', async () => {
  await using api = await startTestApi({ listens: true });
  const message = async (resource: string) =>
    (await get(api, `/api/v1/${resource}?fieldSelector=foo%3Dbar`)).body as { message: string };
  expect(await message('pods')).toMatchObject({ message: 'field label not supported: foo', reason: 'BadRequest' });
  expect(await message('configmaps')).toMatchObject({
    message: '"foo" is not a known field selector: only "metadata.name", "metadata.namespace"',
  });
});

test('warns of kinds that nobody should use any more', async () => {
  await using api = await startTestApi({ listens: true });
  expect((await get(api, '/api/v1/endpoints')).warning).toBe(
    '299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"',
  );
  expect((await get(api, '/api/v1/services')).warning).toBeUndefined();
});

test('shows the scale of a workload as a table', async () => {
  await using api = await startTestApi({ listens: true });
  const deployment: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
    },
  };
  await api.client.create({ group: 'apps', version: 'v1', resource: 'deployments', namespace: 'default' }, deployment);
  const { body } = await get(api, '/apis/apps/v1/namespaces/default/deployments/web/scale', TABLE);
  const { columnDefinitions, rows } = body as { columnDefinitions: { name: string }[]; rows: { cells: unknown[] }[] };
  expect(columnDefinitions.map(({ name }) => name)).toEqual(['Name', 'Desired', 'Available', 'Age']);
  expect(rows[0]?.cells.slice(0, 3)).toEqual(['web', 3, 0]);
});

test('answers for OpenAPI v2 with a document that has nothing in it', async () => {
  await using api = await startTestApi({ listens: true });
  expect((await get(api, '/openapi/v2')).body).toMatchObject({ swagger: '2.0', definitions: {} });
});
