import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BareCluster, startBareCluster } from '../support/bare-cluster.ts';
import { createHelm, type Helm } from '../support/helm.ts';
import { KUBE_RELEASES, type KubeRelease } from '../support/kube-binaries.ts';
import { createKubectl, type Kubectl } from '../support/kubectl.ts';
import { type Product, REPOSITORY, startProduct } from '../support/product.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CHART = join(REPOSITORY, 'charts/luban');
const PLACE = ['-n', 'luban-system'];

/** Everything that can be switched on. */
const ALL = [
  'replicas=2,networkPolicy.enabled=true,ingress.enabled=true,ingress.hosts[0].host=console.example.com',
  'metrics.existingSecret=metrics,metrics.serviceMonitor.enabled=true,admin.existingSecret=admin',
  'trustedProxies={10.0.0.0/8,2001:db8::/32},allowHosts={repo.internal:8443},limits.users.read=unlimited',
].flatMap((values) => ['--set', values]);

/** A helm that knows no cluster. */
async function clusterless(release: KubeRelease): Promise<Helm> {
  await using folder = await temporaryFolder();
  const kubeconfig = join(folder.path, 'kubeconfig');
  await writeFile(kubeconfig, '');
  // It has a copy of its own.
  return await createHelm(release, kubeconfig);
}

describe.each(KUBE_RELEASES)('the chart by helm of %s', (release) => {
  it('is sound, and renders for every Kubernetes from 1.19 on', async () => {
    await using helm = await clusterless(release);
    expect(await helm('lint', CHART, ...PLACE, '--strict', ...ALL)).toContain('0 chart(s) failed');
    for (let minor = 19; minor <= 36; minor++) {
      const objects = await render(helm, '--kube-version', `1.${minor}.0`, ...ALL);
      expect(objects).toEqual(
        expect.arrayContaining([
          'apps/v1 Deployment',
          'networking.k8s.io/v1 Ingress',
          `policy/${minor < 21 ? 'v1beta1' : 'v1'} PodDisruptionBudget`,
        ]),
      );
    }
    const old = await helm.try('template', 'luban', CHART, ...PLACE, '--kube-version', '1.18.20');
    expect(old.stderr).toMatch(/kubeVersion: >=1\.19/);
  });

  it('refuses values that cannot be meant, by name', async () => {
    await using helm = await clusterless(release);
    for (const [values, sentence] of [
      ['repilcas=2', /repilcas/],
      ['limits.users.read.perSecond=many', /perSecond|read/],
      ['logLevel=loud', /logLevel/],
      ['persistence.enabled=true,replicas=2', /one server uses a data folder at a time/],
      ['ingress.enabled=true', /Name a host/],
      ['metrics.serviceMonitor.enabled=true', /asks for a token/],
    ] as const) {
      expect((await helm.try('template', 'luban', CHART, ...PLACE, '--set', values)).stderr, values).toMatch(sentence);
    }
    expect((await helm.try('template', 'luban', CHART, '-n', 'elsewhere')).stderr).toMatch(
      /installed there: helm install luban … --namespace luban-system/,
    );
  });

  it('runs in a cluster with the rights it asks for, and leaves nothing behind', { timeout: 300_000 }, async () => {
    await using cluster = await startBareCluster({ speed: 10 });
    await using helm = await createHelm(release, cluster.kubeconfig);
    await using kubectl = await createKubectl(release, cluster.kubeconfig);
    await kubectl('create namespace luban-system');
    await kubectl('create namespace shop');
    const before = await everything(kubectl);

    const flags = ['--set', 'limits.users.read.perSecond=400,limits.users.read.burst=900', '--set', 'replicas=2'];
    expect(await helm('install', 'luban', CHART, ...PLACE, ...flags, '--wait', '--timeout', '120s')).toContain(
      'STATUS: deployed',
    );
    {
      // Its image is simulated; what it would run, runs here, as the account of the chart.
      await using product = await runAs(cluster, kubectl);
      await use(product, kubectl);
      // A machine that is busy keeps it waiting at times, which it says.
      const isFault = (line: string) =>
        /is forbidden|"level":50|^\w*Error\b/.test(line) && !line.includes('took too long to answer');
      expect(product.output().split('\n').filter(isFault)).toEqual([]);
    }
    const made = (await everything(kubectl)).filter((object) => !before.includes(object));
    for (const kind of ['CustomResourceDefinition', 'ClusterRole', 'RoleBinding', 'Lease', 'Secret', 'User']) {
      expect(made.filter((object) => object.startsWith(`${kind} `)).length, kind).toBeGreaterThan(0);
    }
    expect(await helm('uninstall', 'luban', ...PLACE, '--wait', '--timeout', '120s')).toContain('uninstalled');
    expect(await everything(kubectl)).toEqual(before);
    expect(cluster.errors).toEqual([]);
  });
});

it('keeps what people made when asked to, and finds it again', { timeout: 300_000 }, async () => {
  await using cluster = await startBareCluster({ speed: 10 });
  await using helm = await createHelm('v35', cluster.kubeconfig);
  await using kubectl = await createKubectl('v35', cluster.kubeconfig);
  const install = ['install', 'luban', CHART, ...PLACE, '--create-namespace', '--wait', '--timeout', '120s'];
  await helm(...install, '--set', 'uninstall.keepData=true');
  {
    await using product = await runAs(cluster, kubectl);
    expect((await product.api.request('POST', '/apis/iam.kubesphere.io/v1beta1/users', ada)).status).toBe(201);
  }
  await helm('uninstall', 'luban', ...PLACE, '--wait');
  expect(await kubectl('get users.iam.kubesphere.io -o name')).toContain('user.iam.kubesphere.io/ada');
  // helm waits for the Deployment, and not for its pods.
  await kubectl.until('get deployments,pods,jobs -n luban-system -o name', /^$/);
  await helm(...install);
  await using product = await runAs(cluster, kubectl);
  const users = await product.api.request('GET', '/apis/iam.kubesphere.io/v1beta1/users/ada');
  expect(users.status).toBe(200);
});

const ada = {
  apiVersion: 'iam.kubesphere.io/v1beta1',
  kind: 'User',
  metadata: { name: 'ada' },
  spec: { email: 'ada@example.com', password: 'A long enough one 1' },
};

/** `apps/v1 Deployment` of each document. */
async function render(helm: Helm, ...flags: string[]): Promise<string[]> {
  const text = await helm('template', 'luban', CHART, ...PLACE, ...flags);
  return text.split(/^---$/m).flatMap((document) => {
    const field = (name: string) => new RegExp(`^${name}: (\\S+)$`, 'm').exec(document)?.[1];
    return document.trim() === '' ? [] : [`${field('apiVersion')} ${field('kind')}`];
  });
}

async function runAs({ url, ca }: BareCluster, kubectl: Kubectl): Promise<Product> {
  const token = (await kubectl('create token luban -n luban-system')).trim();
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server: url, 'certificate-authority-data': btoa(ca) } }],
    users: [{ name: 'u', user: { token } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  };
  const file = join(kubectl.home, 'luban.kubeconfig');
  await writeFile(file, JSON.stringify(config));
  return startProduct({ environment: { LUBAN_KUBECONFIG: file } });
}

/** Makes the server write whatever it writes: users, rights, tokens, ends of sessions, service accounts, a workspace. */
async function use({ api }: Product, kubectl: Kubectl): Promise<void> {
  const done = async (method: string, path: string, body?: unknown) => {
    const response = await api.request(method, path, body);
    expect(response.status, `${method} ${path}: ${await response.clone().text()}`).toBeLessThan(300);
  };
  await kubectl.until('get lease luban-controllers -n luban-system -o jsonpath={.spec.holderIdentity}', /_/);
  await done('POST', '/apis/iam.kubesphere.io/v1beta1/users', ada);
  await done('POST', '/apis/iam.kubesphere.io/v1beta1/globalrolebindings', {
    apiVersion: 'iam.kubesphere.io/v1beta1',
    kind: 'GlobalRoleBinding',
    metadata: { name: 'ada' },
    roleRef: { apiGroup: 'iam.kubesphere.io', kind: 'GlobalRole', name: 'platform-admin' },
    subjects: [{ apiGroup: 'iam.kubesphere.io', kind: 'User', name: 'ada' }],
  });
  await kubectl.until('get clusterrolebindings -l app.kubernetes.io/managed-by=luban -o yaml', /name: ada/);
  await done('POST', '/apis/tenant.kubesphere.io/v1beta1/workspacetemplates', {
    apiVersion: 'tenant.kubesphere.io/v1beta1',
    kind: 'WorkspaceTemplate',
    metadata: { name: 'wharf' },
    spec: { template: { spec: { manager: 'ada' } } },
  });
  await kubectl('label namespace shop kubesphere.io/workspace=wharf');
  await done('POST', '/apis/kubesphere.io/v1alpha1/namespaces/shop/serviceaccounts', {
    apiVersion: 'kubesphere.io/v1alpha1',
    kind: 'ServiceAccount',
    metadata: { name: 'crane', namespace: 'shop' },
  });
  await kubectl.until('get secrets -n shop -o name', /secret\/crane-token-/);
  await done('POST', '/api/session/tokens', { name: 'for a script' });
  await done('GET', '/api/system');
  // At the end: a session that was ended is written down.
  await done('DELETE', '/api/session');
}

/** All objects of all kinds, apart from those that come and go by themselves. */
async function everything(kubectl: Kubectl): Promise<string[]> {
  const kinds = (await kubectl('api-resources --verbs=list -o name')).split('\n').filter(Boolean);
  const passing = /^(?:events|events\.events\.k8s\.io|.*\.metrics\.k8s\.io)$/;
  const listed = kinds.filter((kind) => !passing.test(kind)).join(',');
  const columns = '{range .items[*]}{.kind} {.metadata.namespace} {.metadata.name}{"\\n"}{end}';
  const text = await kubectl(`get ${listed} -A -o 'jsonpath=${columns}'`);
  return text.split('\n').filter(Boolean).sort();
}
