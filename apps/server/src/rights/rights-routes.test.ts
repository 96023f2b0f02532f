import type { KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { allowedBy, decodeIndex, type RightsDocument, readQuestion } from '@luban/manifest';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type TestCluster, testCluster } from '../test-support/test-clusters.ts';
import { type TestServer, testServer } from '../test-support/test-server.ts';
import type { Places } from './places.ts';
import { IAM, TENANT } from './roles/access-objects.ts';

// Real servers on a computer that may be busy with others.
vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 });

const PASSWORD = 'a long enough password';

let clusters: TestCluster[];
let server: TestServer;
let host: KubeClient;

beforeEach(async () => {
  clusters = await Promise.all([testCluster('host'), testCluster('member')]);
  host = clusters[0]!.api.client;
  server = await testServer(
    [
      {
        name: 'vault',
        manifest: {
          contributes: {
            menus: [
              {
                slot: 'project',
                id: 'secrets',
                title: 'Secrets',
                href: 'https://a.example',
                when: "can('list', 'secrets')",
              },
              { slot: 'cluster', id: 'nodes', title: 'Nodes', href: 'https://a.example', when: "can('list', 'nodes')" },
              {
                slot: 'global',
                id: 'pods',
                title: 'Pods',
                href: 'https://a.example',
                when: "hasResource('core/v1/Pod')",
              },
              {
                slot: 'global',
                id: 'tides',
                title: 'Tides',
                href: 'https://a.example',
                when: "hasResource('b.example/v1/Tide')",
              },
            ],
          },
        },
      },
    ],
    { clusters },
  );
  await host.create(
    { ...TENANT, resource: 'workspaces' },
    { apiVersion: 'tenant.kubesphere.io/v1beta1', kind: 'Workspace', metadata: { name: 'team' }, spec: {} },
  );
  for (const name of ['shop', 'blog']) {
    const labels = { 'kubesphere.io/workspace': 'team' };
    await host.create(
      { group: '', version: 'v1', resource: 'namespaces' },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } },
    );
  }
});

/** Somebody with an account, and a role in the project `shop` when one is named. */
async function person(name: string, role?: string) {
  await host.create(
    { ...IAM, resource: 'users' },
    { apiVersion: 'iam.kubesphere.io/v1beta1', kind: 'User', metadata: { name }, spec: { password: PASSWORD } },
  );
  if (role !== undefined) await bind(name, role);
  const signIn = () =>
    server.askAsStranger('POST', '/api/session', { payload: { username: name, password: PASSWORD } });
  const cookie = await vi.waitFor(async () => {
    const { statusCode, cookies } = await signIn();
    expect(statusCode).toBe(200);
    return cookies.map((one) => `${one.name}=${one.value}`).join('; ');
  }, 20_000);
  const get = <T>(url: string) =>
    server.askAsStranger('GET', url, { headers: { cookie } }).then((answer) => answer.json<T>());
  return { name, cookie, get };
}

async function bind(name: string, role: string) {
  await vi.waitFor(() => host.get({ ...IAM, resource: 'roles', namespace: 'shop', name: role }), 20_000);
  const binding: KubeObject = {
    apiVersion: 'iam.kubesphere.io/v1beta1',
    kind: 'RoleBinding',
    metadata: { name: `${name}-${role}`, namespace: 'shop' },
    subjects: [{ kind: 'User', name }],
    roleRef: { apiGroup: IAM.group, kind: 'Role', name: role },
  };
  await host.create({ ...IAM, resource: 'rolebindings', namespace: 'shop' }, binding);
}

const can = ({ rules }: RightsDocument, verb: string, resource: string) =>
  allowedBy(rules, readQuestion(verb, resource));

describe('what somebody may do', () => {
  test('is told for a project, a cluster and a workspace, and follows roles', async () => {
    const ann = await person('ann', 'viewer');
    const shop = '/api/rights?cluster=host&namespace=shop';
    await vi.waitFor(async () => expect(can(await ann.get(shop), 'list', 'pods')).toBe(true), 20_000);
    expect(can(await ann.get(shop), 'list', 'secrets')).toBe(false);
    expect(can(await ann.get('/api/rights?cluster=host&namespace=blog'), 'list', 'pods')).toBe(false);
    expect(can(await ann.get('/api/rights?cluster=host'), 'list', 'pods')).toBe(false);
    expect(can(await ann.get('/api/rights?cluster=member&namespace=shop'), 'list', 'pods')).toBe(false);
    expect(can(await ann.get('/api/rights?workspace=team'), 'list', 'pods')).toBe(true);
    expect(can(await ann.get('/api/rights?workspace=team'), 'list', 'secrets')).toBe(false);
    expect(await ann.get('/api/rights')).toMatchObject({ place: { cluster: 'host' }, complete: true });
    await host.delete({ ...IAM, resource: 'rolebindings', namespace: 'shop', name: 'ann-viewer' });
    await vi.waitFor(async () => expect(can(await ann.get(shop), 'list', 'pods')).toBe(false), 20_000);
  });

  test('comes with kinds that conditions ask about, and is refused for what is no place, and to strangers', async () => {
    for (const [url, status, code] of [
      ['/api/rights?cluster=nowhere', 404, 'LB5100'],
      ['/api/places?cluster=nowhere', 404, 'LB5100'],
      ['/api/rights?cluster=..%2Fx', 400, 'LB5301'],
      ['/api/rights?cluster=a&cluster=b', 400, 'LB5301'],
      ['/api/rights?namespace=a%0d%0ab', 400, 'LB5301'],
      ['/api/rights?workspace=x,y', 400, 'LB5301'],
      ['/api/rights?cluster=__proto__', 400, 'LB5301'],
      [`/api/rights?cluster=${'a'.repeat(300)}`, 400, 'LB5301'],
    ]) {
      const response = await server.ask('GET', url as string);
      expect([url, response.statusCode, response.json().error.code]).toEqual([url, status, code]);
    }
    await vi.waitFor(async () => {
      const document = (await server.ask('GET', '/api/rights?cluster=member')).json<RightsDocument>();
      expect(document.kinds).toEqual({ 'core/v1/Pod': true, 'b.example/v1/Tide': false });
    }, 20_000);
    expect((await server.ask('GET', '/api/rights?cluster=host&namespace=shop')).json()).not.toHaveProperty('kinds');
    for (const url of ['/api/rights', '/api/places']) {
      expect((await server.askAsStranger('GET', url)).statusCode).toBe(401);
    }
  });
});

describe('places', () => {
  test('are all of them for the administrator, for others those that a role lets them into, and the page has them with their rights', {
    timeout: 15_000,
  }, async () => {
    const places = (await server.ask('GET', '/api/places?cluster=host')).json<Places>();
    expect(places.clusters.map(({ name }) => name)).toEqual(['host', 'member']);
    expect(places.projects).toEqual(
      expect.arrayContaining([
        { name: 'blog', workspace: 'team' },
        { name: 'shop', workspace: 'team' },
        { name: 'default' },
      ]),
    );
    expect(places.workspaces).toEqual([{ name: 'team' }]);
    const ann = await person('ann', 'viewer');
    await vi.waitFor(async () => {
      expect(await ann.get<Places>('/api/places?cluster=host')).toMatchObject({
        clusters: [{ name: 'host', state: expect.any(String) }],
        cluster: 'host',
        projects: [{ name: 'shop' }],
        workspaces: [],
      });
    }, 20_000);
    const bob = await person('bob');
    expect(await bob.get('/api/places?cluster=host')).toMatchObject({ clusters: [], projects: [], workspaces: [] });
    await vi.waitFor(async () => {
      const { body } = await server.askAsStranger('GET', '/clusters/host/projects/shop/x', {
        headers: { cookie: ann.cookie },
      });
      const block = (id: string) => JSON.parse(new RegExp(`id="${id}">(.*)</script>`).exec(body)![1]!);
      expect(block('luban-boot')).toMatchObject({
        clusters: [{ name: 'host' }],
        home: { cluster: 'host', project: 'shop' },
      });
      const { stamp, host, documents } = block('luban-rights');
      expect([typeof stamp, host]).toEqual(['string', 'host']);
      expect(documents.map(({ place }: RightsDocument) => place)).toEqual([
        { cluster: 'host' },
        { cluster: 'host', project: 'shop' },
      ]);
      expect(can(documents[1], 'list', 'pods')).toBe(true);
    }, 20_000);
  });
});

describe('the index', () => {
  const menusOf = async (get: (url: string) => Promise<{ index: unknown }>) =>
    decodeIndex((await get('/api/index')).index as never).menus.map(({ id, when }) => (when ? `${id} ${when}` : id));

  test('has what somebody may do everywhere, leaves to the browser what depends, and holds back the rest', {
    timeout: 15_000,
  }, async () => {
    const admin = (url: string) => server.ask('GET', url).then((answer) => answer.json<{ index: unknown }>());
    await vi.waitFor(async () => expect((await menusOf(admin)).sort()).toEqual(['nodes', 'pods', 'secrets']), 20_000);
    const ann = await person('ann', 'operator');
    await vi.waitFor(
      async () => expect((await menusOf(ann.get)).sort()).toEqual(['pods', "secrets can('list', 'secrets')"]),
      5_000,
    );
    const bob = await person('bob');
    expect(await menusOf(bob.get)).toEqual(['pods']);
  });
});
