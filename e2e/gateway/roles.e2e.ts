/** For each built-in role: what the gateway answers to requests, what it says of rights, and what menus show, are one. */
import {
  answerOf,
  type ComposedIndex,
  decodeIndex,
  evaluateWhen,
  type RightsDocument,
  readQuestion,
  type WireIndex,
} from '@luban/manifest';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Api, signedInApi } from '../support/api.ts';
import { stage } from '../support/stage.ts';

const PASSWORD = 'role-password-1';
const IAM = '/apis/iam.kubesphere.io/v1beta1';
const REQUESTS = 220;

/** Every built-in role, and how somebody gets it. */
const ROLES = [
  ['GlobalRole', 'platform-admin'],
  ['GlobalRole', 'platform-self-provisioner'],
  ['GlobalRole', 'platform-regular'],
  ['ClusterRole', 'cluster-admin'],
  ['ClusterRole', 'cluster-viewer'],
  ['WorkspaceRole', 'team-admin'],
  ['WorkspaceRole', 'team-self-provisioner'],
  ['WorkspaceRole', 'team-regular'],
  ['WorkspaceRole', 'team-viewer'],
  ['Role', 'admin'],
  ['Role', 'operator'],
  ['Role', 'viewer'],
] as const;

interface Target {
  /** As `can()` spells it. */
  resource: string;
  path: string;
  kind: string;
  namespaced: boolean;
}

const target = (resource: string, version: string, kind: string, namespaced = true): Target => {
  const { group } = readQuestion('list', resource);
  return { resource, kind, namespaced, path: group === '' ? `/api/${version}` : `/apis/${group}/${version}` };
};

const TARGETS: readonly Target[] = [
  target('pods', 'v1', 'Pod'),
  target('secrets', 'v1', 'Secret'),
  target('configmaps', 'v1', 'ConfigMap'),
  target('services', 'v1', 'Service'),
  target('serviceaccounts', 'v1', 'ServiceAccount'),
  target('resourcequotas', 'v1', 'ResourceQuota'),
  target('persistentvolumeclaims', 'v1', 'PersistentVolumeClaim'),
  target('apps/deployments', 'v1', 'Deployment'),
  target('batch/cronjobs', 'v1', 'CronJob'),
  target('networking.k8s.io/ingresses', 'v1', 'Ingress'),
  target('iam.kubesphere.io/roles', 'v1beta1', 'Role'),
  target('nodes', 'v1', 'Node', false),
  target('persistentvolumes', 'v1', 'PersistentVolume', false),
  target('storage.k8s.io/storageclasses', 'v1', 'StorageClass', false),
  target('apiextensions.k8s.io/customresourcedefinitions', 'v1', 'CustomResourceDefinition', false),
  target('iam.kubesphere.io/users', 'v1beta1', 'User', false),
  target('tenant.kubesphere.io/workspacetemplates', 'v1beta1', 'WorkspaceTemplate', false),
  target('kubesphere.io/extensions', 'v1alpha1', 'Extension', false),
  target('cluster.kubesphere.io/clusters', 'v1alpha1', 'Cluster', false),
];

const asked = fc.record({
  target: fc.constantFrom(...TARGETS),
  verb: fc.constantFrom('list', 'list', 'get', 'create', 'update', 'patch', 'delete'),
  /** Empty: all, which makes sense for lists alone. */
  namespace: fc.constantFrom('', 'shop', 'shop', 'blog', 'default'),
});

describe('the built-in roles', () => {
  const here = stage({
    extensions: () => [
      {
        name: 'everything',
        contributes: {
          menus: TARGETS.flatMap(({ resource }, i) =>
            (['cluster', 'project'] as const).map((slot) => ({
              slot,
              id: `${slot}-${i}`,
              title: resource,
              href: 'https://acme.example/',
              when: `can('list', '${resource}')`,
            })),
          ),
        },
      },
    ],
  });
  const people = new Map<string, Api>();

  beforeAll(async () => {
    const { api, url } = here.product;
    const create = async (path: string, object: object) => {
      const { status } = await api.request('POST', path, object);
      expect([path, status]).toEqual([path, 201]);
    };
    const inIam = (kind: string, name: string, more: object, metadata: object = {}) => ({
      apiVersion: 'iam.kubesphere.io/v1beta1',
      kind,
      metadata: { name, ...metadata },
      ...more,
    });
    await create('/apis/tenant.kubesphere.io/v1beta1/workspaces', {
      apiVersion: 'tenant.kubesphere.io/v1beta1',
      kind: 'Workspace',
      metadata: { name: 'team' },
      spec: {},
    });
    const labels = { 'kubesphere.io/workspace': 'team' };
    for (const name of ['shop', 'blog']) {
      await create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
    }
    for (const [kind, name] of ROLES) {
      await create(`${IAM}/users`, inIam('User', `as-${name}`, { spec: { password: PASSWORD } }));
      const place = kind === 'Role' ? 'namespaces/shop/' : '';
      const subjects = [{ kind: 'User', name: `as-${name}` }];
      const roleRef = { apiGroup: 'iam.kubesphere.io', kind, name };
      const metadata = kind === 'WorkspaceRole' ? { labels } : {};
      await create(
        `${IAM}/${place}${kind.toLowerCase()}bindings`,
        inIam(`${kind}Binding`, name, { subjects, roleRef }, metadata),
      );
      people.set(
        name,
        await vi.waitFor(() => signedInApi(url, { username: `as-${name}`, password: PASSWORD }), {
          timeout: 60_000,
          interval: 100,
        }),
      );
    }
    const natives = '/apis/rbac.authorization.k8s.io/v1';
    await vi.waitFor(
      async () => {
        const lists = await Promise.all(
          ['clusterrolebindings', 'rolebindings'].map(async (resource) =>
            (await api.request('GET', `${natives}/${resource}?labelSelector=luban.dev/access`)).text(),
          ),
        );
        for (const [, name] of ROLES) expect(lists.join()).toContain(`"name":"as-${name}"`);
      },
      { timeout: 90_000, interval: 200 },
    );
    // Their rules are filled by templates, one after the other.
    const rules = async () => {
      const paths = ['clusterroles', 'roles'].map(
        (resource) => `${natives}/${resource}?labelSelector=luban.dev/access`,
      );
      return (await Promise.all(paths.map(async (path) => (await api.request('GET', path)).text()))).join();
    };
    let before = '';
    await vi.waitFor(
      async () => {
        const [last, now] = [before, await rules()];
        before = now;
        expect(now === last).toBe(true);
      },
      { timeout: 90_000, interval: 1_000 },
    );
  }, 120_000);

  it.each(ROLES)('%s %s', { timeout: 120_000 }, async (_kind, role) => {
    const api = people.get(role)!;
    const documents = new Map<string, RightsDocument>();
    const rightsIn = async (namespace: string) => {
      const known = documents.get(namespace);
      if (known !== undefined) return known;
      const query = namespace === '' ? '' : `&namespace=${namespace}`;
      const document = (await (await api.request('GET', `/api/rights?cluster=host${query}`)).json()) as RightsDocument;
      documents.set(namespace, document);
      return document;
    };
    const index = await indexOf(api);
    const answers = { allowed: 0, refused: 0 };

    for (const { target, verb, namespace: drawn } of fc.sample(asked, { numRuns: REQUESTS, seed: 42 })) {
      const namespace = !target.namespaced ? '' : drawn === '' && verb !== 'list' ? 'shop' : drawn;
      const status = await request(api, target, verb, namespace);
      const said = answerOf(await rightsIn(namespace), {
        ...readQuestion(verb, target.resource),
        ...(verb !== 'list' && verb !== 'create' && { name: 'nobody' }),
      });
      expect([verb, target.resource, namespace, status !== 403, status]).toEqual([
        verb,
        target.resource,
        namespace,
        said,
        status,
      ]);
      answers[said ? 'allowed' : 'refused'] += 1;
      if (verb !== 'list') continue;
      const slot = namespace === '' ? 'cluster' : 'project';
      expect([slot, target.resource, shows(index, slot, target.resource, await rightsIn(namespace))]).toEqual([
        slot,
        target.resource,
        said,
      ]);
    }
    expect(answers.allowed + answers.refused).toBe(REQUESTS);
    const mayEverything = role === 'platform-admin' || role === 'cluster-admin';
    expect(answers.refused === 0).toBe(mayEverything);
  });
});

async function indexOf(api: Api): Promise<ComposedIndex> {
  const { index } = (await (await api.request('GET', '/api/index')).json()) as { index: WireIndex };
  return decodeIndex(index);
}

/** As the shell decides it: what is left of the menu's condition, with the rights of the place. */
function shows(index: ComposedIndex, slot: string, resource: string, rights: RightsDocument): boolean {
  const menu = index.menus.find((one) => one.slot === slot && one.title === resource);
  if (menu === undefined) return false;
  if (menu.when === undefined) return true;
  return evaluateWhen(menu.when, { can: (verb, text) => answerOf(rights, readQuestion(verb, text)) }) === true;
}

const METHODS: Record<string, string> = {
  list: 'GET',
  get: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
};

/** What is written is only tried: nothing of the name is there, and nothing comes to be. */
async function request(api: Api, target: Target, verb: string, namespace: string): Promise<number> {
  const { path, resource, kind } = target;
  const plural = readQuestion(verb, resource).resource;
  const place = namespace === '' ? '' : `/namespaces/${namespace}`;
  const named = verb === 'list' || verb === 'create' ? '' : '/nobody';
  const query = verb === 'list' ? '?limit=1' : verb === 'get' ? '' : '?dryRun=All';
  const object = { apiVersion: path.replace(/^\/apis?\//, ''), kind, metadata: { name: 'nobody' } };
  const body = verb === 'create' || verb === 'update' || verb === 'patch' ? object : undefined;
  const response = await api.request(METHODS[verb]!, `${path}${place}/${plural}${named}${query}`, body);
  await response.arrayBuffer();
  return response.status;
}
