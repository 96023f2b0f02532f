import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { writeKubeconfig } from '../../apps/server/src/clusters/kubeconfig.ts';
import { staticClusters } from '../../apps/server/src/clusters/static-clusters.ts';
import { HelmReleases } from '../../apps/server/src/releases/helm-releases.ts';
import { jobKubelet } from '../../apps/server/src/releases/testing/job-kubelet.ts';
import { type TestReleases, testHelm, testReleases } from '../../apps/server/src/releases/testing/test-releases.ts';
import { createKubectl } from '../support/kubectl.ts';
import { REPOSITORY } from '../support/product.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NAMESPACE = 'luban-system';
const TEMPLATES = ['templates/rbac.yaml', 'templates/serviceaccount.yaml'];

/** A definition and one of its objects, a hook, and a role: rights of every kind are needed. */
const PACKAGE = {
  permissions: [
    {
      kind: 'ClusterRole',
      rules: [
        { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['get', 'create'] },
        { apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['get', 'create'] },
        { apiGroups: ['tides.example.com'], resources: ['tides'], verbs: ['get', 'create', 'patch'] },
      ],
    },
  ],
  charts: {
    host: {
      tags: ['extension'],
      files: {
        'crds/tides.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: tides.tides.example.com}
spec:
  group: tides.example.com
  scope: Namespaced
  names: {plural: tides, singular: tide, kind: Tide}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`,
        'templates/all.yaml': `apiVersion: tides.example.com/v1
kind: Tide
metadata: {name: high}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: tides-reader}
rules: [{apiGroups: [tides.example.com], resources: [tides], verbs: [get]}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: hook, annotations: {helm.sh/hook: post-install}}
`,
      },
    },
  },
};

test.each(['processes', 'Jobs'] as const)(
  'the account of the chart may do all that installing by %s takes, and is no administrator',
  { timeout: 120_000 },
  async (way) => {
    const stage = await testReleases();
    const { client } = stage.host.api;
    const endpoint = await chartEndpoint(stage);
    await using clusters = staticClusters([{ name: 'host', displayName: 'Host', endpoint }]);
    const { path: helm } = await testHelm();
    await using folder = await temporaryFolder();
    const dataDir = folder.path;
    const isByJobs = way === 'Jobs';
    if (isByJobs) {
      const kubelet = jobKubelet(stage.host, helm);
      onTestFinished(() => kubelet[Symbol.asyncDispose]());
    }
    const releases = new HelmReleases({
      ...{ clusters, dataDir, helm: isByJobs ? join(dataDir, 'none') : helm },
      ...(isByJobs && { helmImage: 'registry.example/helm:3' }),
    });
    const account = clusters.host.connection.client();
    await expect(
      account.create(
        { group: '', version: 'v1', resource: 'namespaces' },
        {
          ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'allowed' } },
        },
      ),
    ).resolves.toBeDefined();
    await expect(
      account.create(
        { group: 'apps', version: 'v1', resource: 'deployments', namespace: 'default' },
        {
          ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'not-allowed' } },
        },
      ),
    ).rejects.toThrow(/forbidden/);

    const spec = { ...(await stage.spec(PACKAGE)), cluster: clusters.host };
    const { run } = stage;
    await releases.render(spec, run);
    await releases.prepare(spec, spec.package.permissions);
    await releases.apply(spec, run);
    const second = { ...(await stage.spec({ ...PACKAGE, version: '2.0.0' })), cluster: clusters.host };
    // It may not patch a cluster role, which this one does not change.
    await releases.apply(second, run);
    await releases.rollback(second, 1, run);
    await releases.uninstall(second, run);
    expect(await releases.state(second)).toBeUndefined();
    await expect(
      client.get({ group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles', name: 'tides-reader' }),
    ).rejects.toThrow('not found');
    expect(await releases.purge(second, await releases.remains(second))).toEqual([]);
    expect(await releases.remains(second)).toEqual([]);
    await releases.prepare(spec, spec.package.permissions);
    await releases.apply(spec, run);
    await releases.uninstall(spec, { ...run, force: true });
    expect(await releases.state(spec)).toBeUndefined();
    expect(stage.host.api.errors).toEqual([]);
  },
);

/** The API as LuBan reaches it in a pod of the chart. */
async function chartEndpoint({ host }: TestReleases) {
  const { client } = host.api;
  const { path: helm } = await testHelm();
  const only = TEMPLATES.flatMap((template) => ['--show-only', template]);
  const args = ['template', 'luban', join(REPOSITORY, 'charts/luban'), '--namespace', NAMESPACE, ...only];
  const { stdout } = await promisify(execFile)(helm, args);
  await using folder = await temporaryFolder();
  const kubeconfig = join(folder.path, 'kubeconfig');
  await writeFile(kubeconfig, writeKubeconfig('host', host.endpoint));
  await using kubectl = await createKubectl('v32', kubeconfig);
  await kubectl('apply -f -', { input: stdout });
  const path = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/luban/token`;
  const { status } = await client.json<{ status: { token: string } }>('POST', path, {
    ...{ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
  });
  return { server: host.endpoint.server, ca: host.endpoint.ca, token: status.token };
}
