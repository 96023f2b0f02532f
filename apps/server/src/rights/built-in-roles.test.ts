import type { KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { startTestApi } from '@luban/kube-apiserver/testing';
import { answerOf, type RightsPlace, readQuestion, resourceText } from '@luban/manifest';
import fc from 'fast-check';
import { beforeAll, expect, test, vi } from 'vitest';
import { staticClusters } from '../clusters/static-clusters.ts';
import type { Identity } from '../identity/identity.ts';
import { installPlatformDefinitions } from '../kube/platform-definitions/install-platform-definitions.ts';
import { clusterOf } from '../test-support/test-clusters.ts';
import { askAccess } from './access-reviews.ts';
import { CachedRights } from './cached-rights.ts';
import { startAccessController } from './controllers/access-controller.ts';
import { RightsService } from './rights-service.ts';
import { IAM, TENANT } from './roles/access-objects.ts';

// Real servers on a computer that may be busy with others.
vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 });

/** Every built-in role, with how it is given to somebody who has nothing else. */
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

const TARGETS = [
  ...['pods', 'pods/log', 'pods/exec', 'secrets', 'configmaps', 'services', 'nodes', 'namespaces', 'events'],
  ...['persistentvolumes', 'persistentvolumeclaims', 'serviceaccounts', 'resourcequotas', 'core/pods/eviction'],
  ...['apps/deployments', 'apps/deployments/scale', 'batch/jobs', 'autoscaling/horizontalpodautoscalers'],
  ...['policy/poddisruptionbudgets', 'networking.k8s.io/ingresses', 'storage.k8s.io/storageclasses'],
  ...['apiextensions.k8s.io/customresourcedefinitions', 'rbac.authorization.k8s.io/clusterrolebindings'],
  ...['rbac.authorization.k8s.io/rolebindings', 'iam.kubesphere.io/users', 'iam.kubesphere.io/globalroles'],
  ...['iam.kubesphere.io/rolebindings', 'tenant.kubesphere.io/workspacetemplates', 'kubesphere.io/extensions'],
  ...['cluster.kubesphere.io/clusters', 'metrics.k8s.io/nodes', 'acme.example/widgets'],
];
const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'escalate', 'odd'];

const question = fc.record({
  verb: fc.constantFrom(...VERBS),
  target: fc.constantFrom(...TARGETS),
  cluster: fc.constantFrom('host', 'member'),
  namespace: fc.constantFrom('', 'shop', 'blog', 'default', 'kube-system'),
  name: fc.constantFrom(undefined, undefined, 'team', 'other'),
});

const clusters = await Promise.all(
  ['host', 'member'].map(async (name) => clusterOf(name, await startTestApi({ listens: true }))),
);
await Promise.all(clusters.map(({ api }) => installPlatformDefinitions(api.client)));
const registry = staticClusters(clusters);
const rights = new CachedRights({ clusters: registry, onError: () => {} });
const service = new RightsService({
  clusters: registry,
  rights,
  questions: () => ({ rights: [], kinds: [] }),
  onError: () => {},
});
const identityOf = (name: string): Identity => ({ name, groups: [], kind: 'user', via: 'session' });

beforeAll(async () => {
  const host = clusters[0]!.api.client;
  const controller = await startAccessController({
    clusters: registry,
    onError: (error) => expect.unreachable(String(error)),
  });
  await host.create({ ...TENANT, resource: 'workspaces' }, workspace('team'));
  for (const { api } of clusters)
    for (const name of ['shop', 'blog']) await api.client.create(NAMESPACES, project(name));
  for (const [kind, role] of ROLES) {
    const resource = `${kind.toLowerCase()}bindings`;
    const namespace = kind === 'Role' ? 'shop' : undefined;
    await host.create({ ...IAM, resource, namespace }, bindingOf(kind, role, namespace));
  }
  for (const [, role] of ROLES) {
    await vi.waitFor(async () => expect(await isBound(host, role)).toBe(true), 30_000);
  }
  return async () => {
    await controller[Symbol.asyncDispose]();
    service[Symbol.dispose]();
    rights[Symbol.dispose]();
    await registry[Symbol.asyncDispose]();
    await Promise.all(clusters.map(({ api }) => api[Symbol.asyncDispose]()));
  };
}, 60_000);

test.each(ROLES)(
  '%s %s: what is decided from rules, what menus show, and what clusters say are one',
  async (_kind, role) => {
    const identity = identityOf(role);
    let allowed = 0;
    await fc.assert(
      fc.asyncProperty(question, async ({ verb, target, cluster, namespace, name }) => {
        const asked = readQuestion(verb, target);
        const action = {
          cluster,
          ...asked,
          subresource: asked.subresource,
          ...(namespace && { namespace }),
          ...(name && { name }),
        };
        const client = registry.get(cluster)!.connection.client(identity);
        const said = await askAccess(client, action);
        expect(await rights.allows(identity, action)).toBe(said);
        const place: RightsPlace = { cluster, ...(namespace && { project: namespace }) };
        expect(answerOf(await service.document(identity, place), { ...asked, name })).toBe(said);
        if (name === undefined) {
          const everywhere = (await service.viewer(identity)).can(
            verb,
            resourceText({ ...asked, group: asked.group || 'core' }),
          );
          if (everywhere !== undefined) expect(said).toBe(everywhere);
        }
        if (said) allowed += 1;
      }),
      { numRuns: 200 },
    );
    if (role === 'platform-admin') expect(allowed).toBe(200);
    else expect(allowed).toBeLessThan(200);
  },
);

test.each(['platform-regular', 'cluster-viewer', 'team-viewer', 'viewer'])(
  '%s reads no secrets anywhere',
  async (role) => {
    for (const cluster of ['host', 'member']) {
      for (const namespace of [undefined, 'shop', 'blog', 'default']) {
        for (const verb of ['get', 'list', 'watch']) {
          const action = { cluster, verb, group: '', resource: 'secrets', namespace };
          expect(await rights.allows(identityOf(role), action)).toBe(false);
        }
      }
    }
    expect((await service.viewer(identityOf(role))).can('list', 'secrets')).toBe(false);
  },
);

test('requests are answered as it was said, by those that change nothing', async () => {
  const READABLE = ['pods', 'secrets', 'configmaps', 'apps/deployments', 'networking.k8s.io/ingresses'] as const;
  const versions: Record<string, string> = { '': 'v1', apps: 'v1', 'networking.k8s.io': 'v1' };
  for (const [, role] of ROLES) {
    const client = registry.get('host')!.connection.client(identityOf(role));
    for (const target of READABLE) {
      for (const namespace of [undefined, 'shop', 'default']) {
        const { group, resource } = readQuestion('list', target);
        const answered = await client.list({ group, resource, version: versions[group]! }, { namespace }).then(
          () => true,
          (error: { code?: number }) => error.code !== 403 && Promise.reject(error),
        );
        const action = { cluster: 'host', verb: 'list', group, resource, namespace };
        expect([role, target, namespace, answered]).toEqual([
          role,
          target,
          namespace,
          await rights.allows(identityOf(role), action),
        ]);
      }
    }
  }
});

const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };

function workspace(name: string): KubeObject {
  return { apiVersion: 'tenant.kubesphere.io/v1beta1', kind: 'Workspace', metadata: { name }, spec: {} };
}

function project(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'kubesphere.io/workspace': 'team' } } };
}

function bindingOf(kind: string, role: string, namespace: string | undefined): KubeObject {
  return {
    apiVersion: 'iam.kubesphere.io/v1beta1',
    kind: `${kind}Binding`,
    metadata: {
      name: role,
      namespace,
      ...(kind === 'WorkspaceRole' && { labels: { 'kubesphere.io/workspace': 'team' } }),
    },
    subjects: [{ kind: 'User', name: role }],
    roleRef: { apiGroup: IAM.group, kind, name: role },
  };
}

async function isBound(client: KubeClient, user: string): Promise<boolean> {
  const lists = await Promise.all(
    ['clusterrolebindings', 'rolebindings'].map((resource) =>
      client.list<KubeObject & { subjects?: { name: string }[] }>({
        group: 'rbac.authorization.k8s.io',
        version: 'v1',
        resource,
      }),
    ),
  );
  return lists.some(({ items }) => items.some(({ subjects }) => subjects?.some(({ name }) => name === user)));
}
