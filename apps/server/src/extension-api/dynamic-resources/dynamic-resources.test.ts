import type { KubeList, KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { DEFINITIONS, define } from '../testing/define.ts';
import { eventually } from '../testing/eventually.ts';
import { ADMIN, type GatewayOptions, type TestGateway, testGateway } from '../testing/gateway.ts';
import { SERVED_LABEL } from './served-kinds.ts';

const GROUP = 'harbour.example';
const RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' };
const WORKSPACE = 'kubesphere.io/workspace';

interface Harbour extends TestGateway {
  ask(path: string, init?: RequestInit & { as?: string }): Promise<{ status: number; body: KubeObject & KubeList }>;
  write(method: string, path: string, object: object, type?: string, as?: string): ReturnType<Harbour['ask']>;
  grant(user: string, verbs: string[], namespace?: string): Promise<void>;
}

async function harbour(options: GatewayOptions = {}): Promise<Harbour> {
  const gateway = await testGateway(options);
  const { client, url } = gateway;
  await define(client, { group: GROUP });
  await define(client, { group: GROUP, plural: 'ports', kind: 'Port', scope: 'Cluster' });
  const ask: Harbour['ask'] = async (path, { as = ADMIN, ...init } = {}) => {
    const response = await fetch(`${url}${path}`, { ...init, headers: { 'x-test-user': as, ...init.headers } });
    return { status: response.status, body: (await response.json()) as KubeObject & KubeList };
  };
  await eventually(async () => {
    for (const plural of ['tides', 'ports'])
      expect((await ask(`/kapis/harbour.example/v1/${plural}`)).status).toBe(200);
  });
  return {
    ...gateway,
    ask,
    write: (method, path, object, type = 'application/json', as = ADMIN) =>
      ask(`/kapis/harbour.example/v1/${path}`, {
        method,
        as,
        body: JSON.stringify(object),
        headers: { 'content-type': type },
      }),
    async grant(user, verbs, namespace) {
      const rules = [{ apiGroups: ['harbour.example'], resources: ['tides', 'ports'], verbs }];
      const kind = namespace === undefined ? 'ClusterRole' : 'Role';
      const name = `${user}-${namespace ?? 'all'}`;
      const at = { ...RBAC, namespace };
      await client.create(
        { ...at, resource: `${kind.toLowerCase()}s` },
        { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata: { name }, rules },
      );
      await client.create(
        { ...at, resource: `${kind.toLowerCase()}bindings` },
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: `${kind}Binding`,
          metadata: { name },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
          subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
        },
      );
    },
  };
}

const namesOf = ({ body }: { body: KubeList }) => body.items.map(({ metadata }) => metadata.name);

test('a kind is served from when its definition has the label, until it has it no more', async () => {
  const { client, ask } = await harbour();
  await define(client, { group: GROUP, plural: 'gulls', kind: 'Gull', served: false });
  const label = (value: string | null) =>
    client.patch({ ...DEFINITIONS, name: 'gulls.harbour.example' }, 'merge', {
      metadata: { labels: { [SERVED_LABEL]: value } },
    });
  const gulls = () => ask('/kapis/harbour.example/v1/gulls');
  expect((await gulls()).status).toBe(404);
  await label('true');
  await eventually(async () => expect((await gulls()).body).toMatchObject({ kind: 'GullList', items: [] }));
  expect((await ask('/kapis/harbour.example/v1alpha1/gulls')).status).toBe(404);
  await label('false');
  await eventually(async () => expect((await gulls()).status).toBe(404));
  await label('true');
  await eventually(async () => expect((await gulls()).status).toBe(200));
  await label(null);
  await eventually(async () => expect((await gulls()).status).toBe(404));
});

test('objects are made, read, changed and deleted, and lists show it to who did it', async () => {
  const { ask, write } = await harbour();
  const at = 'namespaces/default/tides';
  for (const name of ['a', 'b', 'c']) {
    const { status, body } = await write('POST', at, { metadata: { name }, spec: { size: 1 } });
    expect([status, body.kind, body.metadata]).toMatchObject([201, 'Tide', { name, namespace: 'default' }]);
    expect(namesOf(await ask(`/kapis/harbour.example/v1/${at}`))).toContain(name);
  }
  const { body } = await ask(`/kapis/harbour.example/v1/${at}?limit=2&sortBy=name&ascending=true`);
  expect(body).toMatchObject({
    apiVersion: 'harbour.example/v1',
    kind: 'TideList',
    metadata: { continue: '3', remainingItemCount: 1 },
  });
  expect(namesOf({ body })).toEqual(['a', 'b']);
  expect((await write('POST', at, { metadata: { name: 'a' } })).status).toBe(409);
  expect((await write('PATCH', `${at}/a`, { spec: { size: 2 } }, 'application/merge-patch+json')).body.spec).toEqual({
    size: 2,
  });
  const read = await ask(`/kapis/harbour.example/v1/${at}/a`);
  expect(read.body.spec).toEqual({ size: 2 });
  expect((await write('PUT', `${at}/a`, { ...read.body, spec: { size: 3 } })).body.spec).toEqual({ size: 3 });
  expect((await write('PUT', `${at}/a`, { ...read.body, spec: { size: 4 } })).status).toBe(409);
  expect((await write('POST', `${at}?dryRun=All`, { metadata: { name: 'd' } })).status).toBe(201);
  expect((await ask(`/kapis/harbour.example/v1/${at}/d`)).status).toBe(404);
  expect((await ask(`/kapis/harbour.example/v1/${at}/a`, { method: 'DELETE' })).status).toBe(200);
  expect((await ask(`/kapis/harbour.example/v1/${at}/a`)).status).toBe(404);
  await eventually(async () => expect(namesOf(await ask('/kapis/harbour.example/v1/tides'))).toEqual(['c', 'b']));
  expect((await ask(`/kapis/harbour.example/v1/${at}`, { method: 'DELETE' })).status).toBe(405);
});

test('an object is the one of its address, or it is refused', async () => {
  const { write, ask } = await harbour();
  const at = 'namespaces/default/tides';
  const field = (name: string) => ({ status: 400, body: { message: expect.stringMatching(`^${name} is .*LB5416`) } });
  expect(await write('POST', at, { metadata: { name: 'a', namespace: 'kube-system' } })).toMatchObject(
    field('metadata.namespace'),
  );
  expect((await write('POST', at, { metadata: { name: 'a' } })).status).toBe(201);
  expect(await write('PUT', `${at}/a`, { metadata: { name: 'b' } })).toMatchObject(field('metadata.name'));
  expect(await write('PUT', `${at}/a`, { metadata: { namespace: 'kube-system' } })).toMatchObject(
    field('metadata.namespace'),
  );
  expect(
    (await write('PATCH', `${at}/a`, { metadata: { namespace: 'kube-system' } }, 'application/merge-patch+json'))
      .status,
  ).toBe(400);
  for (const [method, path] of [
    ['POST', 'tides'],
    ['PUT', 'tides/a'],
    ['PATCH', 'tides/a'],
    ['DELETE', 'tides/a'],
  ] as const) {
    expect(await write(method, path, { metadata: { name: 'a', namespace: 'default' } })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('LB5417') },
    });
  }
  expect((await write('POST', 'namespaces/default/ports', { metadata: { name: 'a' } })).status).toBe(404);
  for (const body of ['', 'null', '[]', '1', '{', '{"__proto__":{"a":1},"metadata":"x"}']) {
    const { status } = await ask(`/kapis/harbour.example/v1/${at}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect([400, 422], body).toContain(status);
  }
  expect((await write('POST', at, {}, 'application/yaml')).status).toBe(415);
  const large = { metadata: { name: 'large' }, spec: { text: 'x'.repeat(4 * 2 ** 20) } };
  expect((await write('POST', at, large)).status).toBe(413);
});

test('a workspace of the address is that of each object, for reading and for every change', async () => {
  const { write, ask } = await harbour();
  const made = async (name: string, workspace?: string) =>
    write('POST', 'ports', { metadata: { name, labels: workspace === undefined ? {} : { [WORKSPACE]: workspace } } });
  await made('a', 'blue');
  await made('b', 'green');
  await made('c');
  const blue = 'workspaces/blue/ports';
  expect(namesOf(await ask(`/kapis/harbour.example/v1/${blue}`))).toEqual(['a']);
  expect((await ask(`/kapis/harbour.example/v1/${blue}/a`)).status).toBe(200);
  const stamped = await write('POST', blue, { metadata: { name: 'd' } });
  expect(stamped.body.metadata.labels).toEqual({ [WORKSPACE]: 'blue' });
  expect((await write('POST', blue, { metadata: { name: 'e', labels: { [WORKSPACE]: 'green' } } })).status).toBe(400);
  for (const name of ['b', 'c', 'none']) {
    expect((await ask(`/kapis/harbour.example/v1/${blue}/${name}`)).status, name).toBe(404);
    expect((await write('PUT', `${blue}/${name}`, { spec: {} })).status, name).toBe(404);
    expect((await write('PATCH', `${blue}/${name}`, { spec: {} }, 'application/merge-patch+json')).status, name).toBe(
      404,
    );
    expect((await ask(`/kapis/harbour.example/v1/${blue}/${name}`, { method: 'DELETE' })).status, name).toBe(404);
  }
  const moved = { metadata: { labels: { [WORKSPACE]: 'green' } } };
  const gone = { metadata: { labels: { [WORKSPACE]: null } } };
  const json = [{ op: 'replace', path: '/metadata/labels/kubesphere.io~1workspace', value: 'green' }];
  expect((await write('PUT', `${blue}/a`, moved)).status).toBe(400);
  expect((await write('PATCH', `${blue}/a`, moved, 'application/merge-patch+json')).status).toBe(400);
  expect((await write('PATCH', `${blue}/a`, gone, 'application/merge-patch+json')).status).toBe(400);
  expect((await write('PATCH', `${blue}/a`, json, 'application/json-patch+json')).status).toBe(400);
  const applied = {
    apiVersion: 'harbour.example/v1',
    kind: 'Port',
    metadata: { name: 'a', labels: { [WORKSPACE]: 'green' } },
  };
  expect(
    (await write('PATCH', `${blue}/a?fieldManager=x&force=true`, applied, 'application/apply-patch+yaml')).status,
  ).toBe(400);
  expect((await ask('/kapis/harbour.example/v1/ports/a')).body.metadata.labels).toEqual({ [WORKSPACE]: 'blue' });
  expect((await write('PATCH', `${blue}/a`, { spec: { x: 1 } }, 'application/merge-patch+json')).body.spec).toEqual({
    x: 1,
  });
  const add = [{ op: 'add', path: '/spec/y', value: 2 }];
  expect((await write('PATCH', `${blue}/a`, add, 'application/json-patch+json')).body.spec).toEqual({ x: 1, y: 2 });
  expect((await write('PUT', `${blue}/a`, { spec: { x: 2 } })).body.metadata.labels).toEqual({ [WORKSPACE]: 'blue' });
  expect((await ask(`/kapis/harbour.example/v1/${blue}/a`, { method: 'DELETE' })).status).toBe(200);
  expect((await ask('/kapis/harbour.example/v1/ports/a')).status).toBe(404);
});

test('a namespace of the address is a project of the workspace of the address', async () => {
  const { write, ask, client } = await harbour();
  const metadata = { name: 'blue-a', labels: { [WORKSPACE]: 'blue' } };
  const namespaces = { group: '', version: 'v1', resource: 'namespaces' };
  await client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata });
  const made = await write('POST', 'workspaces/blue/namespaces/blue-a/tides', { metadata: { name: 'a' } });
  expect([made.status, made.body.metadata.labels]).toEqual([201, { [WORKSPACE]: 'blue' }]);
  expect(namesOf(await ask('/kapis/harbour.example/v1/workspaces/blue/namespaces/blue-a/tides'))).toEqual(['a']);
  expect(namesOf(await ask('/kapis/harbour.example/v1/workspaces/blue/tides'))).toEqual(['a']);
  for (const place of ['workspaces/blue/namespaces/default', 'workspaces/green/namespaces/blue-a']) {
    expect((await write('POST', `${place}/tides`, { metadata: { name: 'b' } })).status, place).toBe(404);
    expect((await ask(`/kapis/harbour.example/v1/${place}/tides`)).status, place).toBe(404);
  }
});

test('who may list one namespace is refused all of them, and every change is the cluster’s decision', async () => {
  const { write, ask, grant, url } = await harbour();
  await write('POST', 'namespaces/default/tides', { metadata: { name: 'a' } });
  await write('POST', 'namespaces/kube-system/tides', { metadata: { name: 'b' } });
  await grant('anna', ['get', 'list'], 'default');
  const as = 'anna';
  await eventually(async () =>
    expect((await ask('/kapis/harbour.example/v1/namespaces/default/tides', { as })).status).toBe(200),
  );
  expect(namesOf(await ask('/kapis/harbour.example/v1/namespaces/default/tides', { as }))).toEqual(['a']);
  expect((await ask('/kapis/harbour.example/v1/tides', { as })).status).toBe(403);
  expect((await ask('/kapis/harbour.example/v1/tides?namespace=default', { as })).status).toBe(403);
  expect((await ask('/kapis/harbour.example/v1/namespaces/kube-system/tides', { as })).status).toBe(403);
  expect((await ask('/kapis/harbour.example/v1/namespaces/kube-system/tides/b', { as })).status).toBe(403);
  expect(
    (await write('POST', 'namespaces/default/tides', { metadata: { name: 'c' } }, 'application/json', as)).status,
  ).toBe(403);
  expect((await ask('/kapis/harbour.example/v1/namespaces/default/tides/a', { as, method: 'DELETE' })).status).toBe(
    403,
  );
  expect((await ask('/kapis/harbour.example/v1/namespaces/default/tides?watch=1', { as })).status).toBe(403);
  expect((await fetch(`${url}/kapis/harbour.example/v1/tides`)).status).toBe(401);
});

test('changes are watched, of the workspace alone', async () => {
  const { write, url } = await harbour();
  const end = new AbortController();
  const response = await fetch(`${url}/kapis/harbour.example/v1/workspaces/blue/ports?watch=true`, {
    headers: { 'x-test-user': ADMIN },
    signal: end.signal,
  });
  expect(response.status).toBe(200);
  await write('POST', 'workspaces/green/ports', { metadata: { name: 'a' } });
  await write('POST', 'workspaces/blue/ports', { metadata: { name: 'b' } });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('\n')) text += (await reader.read()).value ?? '';
  expect(JSON.parse(text.slice(0, text.indexOf('\n')))).toMatchObject({
    type: 'ADDED',
    object: { metadata: { name: 'b' } },
  });
  end.abort();
});

test('a member serves the kinds of its own', async () => {
  const { ask } = await harbour({ members: ['reef'] });
  expect((await ask('/clusters/host/kapis/harbour.example/v1/tides')).status).toBe(200);
  expect((await ask('/kapis/clusters/host/harbour.example/v1/tides')).status).toBe(200);
  expect((await ask('/clusters/reef/kapis/harbour.example/v1/tides')).status).toBe(404);
  expect((await ask('/clusters/none/kapis/harbour.example/v1/tides')).status).toBe(404);
});
