/** The sentences that people see when they are refused, whole, as Kubernetes 1.34 says them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing.ts';
import { deployment, object } from './testing/refusal.ts';
import { refusedForms } from './testing/refused-forms.ts';
import { refusedObjects } from './testing/refused-objects.ts';
import { refusedUsers } from './testing/refused-users.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  const { client } = api;
  const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: 'updater' } };
  const rbacApi = { group: 'rbac.authorization.k8s.io', version: 'v1' };
  const rules = [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'update', 'patch'] }];
  await client.create({ ...rbacApi, resource: 'clusterroles' }, { ...rbac, kind: 'ClusterRole', rules });
  await client.create(
    { ...rbacApi, resource: 'clusterrolebindings' },
    {
      ...rbac,
      kind: 'ClusterRoleBinding',
      roleRef: { apiGroup: rbacApi.group, kind: 'ClusterRole', name: 'updater' },
      subjects: [{ apiGroup: rbacApi.group, kind: 'User', name: 'updater' }],
    },
  );
  await client.create(
    { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' },
    object('ConfigMap', 'here'),
  );
  await client.create(
    { group: 'apps', version: 'v1', resource: 'deployments', namespace: 'default' },
    deployment('web'),
  );
  await client.create(
    { group: '', version: 'v1', resource: 'namespaces' },
    object('Namespace', 'leaving', { finalizers: ['example.com/hold'] }),
  );
  await client.delete({ group: '', version: 'v1', resource: 'namespaces', name: 'leaving' });
  await client.create(
    { group: '', version: 'v1', resource: 'secrets', namespace: 'default' },
    { ...object('Secret', 'frozen'), immutable: true, data: { a: 'YQ==' } },
  );
  await client.create(
    { group: '', version: 'v1', resource: 'services', namespace: 'default' },
    { ...object('Service', 'svc'), spec: { ports: [{ port: 80 }], clusterIP: '10.96.0.77' } },
  );
});

afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api[Symbol.asyncDispose]();
});

const refusals = [...refusedUsers, ...refusedObjects, ...refusedForms];

test.each(refusals)(
  '$says',
  async ({ ask: [method, path, body, type = 'application/json'], user, accept, ...expected }) => {
    const transport = api.server.transport(
      user === undefined ? undefined : { username: user, groups: ['system:authenticated'] },
    );
    const response = await transport({
      method,
      path,
      headers: { accept: accept ?? 'application/json', 'content-type': type },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const status = JSON.parse(await response.text()) as { message: string };
    const { message, details, code, reason } = expected;
    expect(status.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect(status).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: expect.any(String),
      reason,
      ...(details !== undefined ? { details } : 'details' in status && { details: expect.any(Object) }),
      code,
    });
    expect(response.status).toBe(code);
  },
);
