import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KUBE_RELEASES, type KubeRelease } from '../support/kube-binaries.ts';
import { manifest } from '../support/kube-stage.ts';
import { createKubectl, type Kubectl } from '../support/kubectl.ts';
import { type MemberCluster, startMemberCluster } from '../support/member-cluster.ts';
import { type Product, startProduct } from '../support/product.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startTlsFront } from '../support/tls-front.ts';

const ROOT = '/kapis/cluster.kubesphere.io/v1alpha1/clusters';
const CLUSTERS = '/apis/cluster.kubesphere.io/v1alpha1/clusters';

const resources = new AsyncDisposableStack();
const clients = new Map<KubeRelease, Kubectl>();
let product: Product;
let reef: MemberCluster;

beforeAll(async () => {
  product = resources.use(await startProduct({ environment: { LUBAN_ALLOW_HOSTS: '127.0.0.1' } }));
  reef = resources.use(await startMemberCluster());
});
afterAll(() => resources.disposeAsync());

const reefBody = () => ({
  apiVersion: 'cluster.kubesphere.io/v1alpha1',
  kind: 'Cluster',
  metadata: { name: 'reef', annotations: { 'kubesphere.io/alias-name': 'The reef' } },
  spec: { connection: { type: 'direct', kubeconfig: Buffer.from(reef.kubeconfig).toString('base64') } },
});

interface Listed {
  items: { metadata: { name: string } }[];
}

async function names(path: string): Promise<string[]> {
  const response = await product.api.request('GET', path);
  const { items } = (await response.json()) as Listed;
  return items.map(({ metadata }) => metadata.name);
}

interface ClusterAnswer {
  status?: { uid?: string; nodeCount?: number; conditions?: { type: string; status: string; message?: string }[] };
}

async function ready(): Promise<{ status: string; message?: string } | undefined> {
  const response = await product.api.request('GET', `${CLUSTERS}/reef`);
  const { status } = (await response.json()) as ClusterAnswer;
  return status?.conditions?.find(({ type }) => type === 'Ready');
}

const eventually = { timeout: 60_000, interval: 100 };

describe('a second cluster', () => {
  it('is looked at, imported by its kubeconfig, and answers behind the console', async () => {
    const looked = await product.api.request('POST', `${ROOT}/validation`, reefBody());
    expect(looked.status).toBe(200);
    expect(await looked.json()).toMatchObject({ nodeCount: 3, kubernetesVersion: expect.stringMatching(/^v1\./) });
    expect((await product.api.request('POST', CLUSTERS, reefBody())).status).toBe(201);
    await expect.poll(ready, eventually).toMatchObject({ status: 'True' });
    await expect.poll(() => names('/clusters/reef/api/v1/nodes'), eventually).toHaveLength(3);
    const [own, members] = [await names('/api/v1/nodes'), await names('/clusters/reef/api/v1/nodes')];
    expect(members).not.toEqual(own);
    const stored = await product.api.request('GET', `${CLUSTERS}/reef`);
    expect(await stored.text()).not.toContain(Buffer.from(reef.kubeconfig).toString('base64').slice(0, 100));
  });

  it('is refused a second time, with the name that it has', async () => {
    const again = await product.api.request('POST', `${ROOT}/validation`, reefBody());
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ kind: 'Status', message: expect.stringMatching(/as reef.*LB5132/) });
  });
});

/** kubectl of somebody who has a token of theirs, and the address of the console. */
async function kubectlWithToken(release: KubeRelease): Promise<Kubectl> {
  const made = await product.api.request('POST', '/api/session/tokens', { name: `kubectl ${release}` });
  const { token } = (await made.json()) as { token: string };
  const front = resources.use(await startTlsFront(product.url, reef.tls));
  const folder = resources.use(await temporaryFolder('luban-token-'));
  const path = join(folder.path, 'kubeconfig');
  const server = `${front.url}/clusters/reef`;
  const configuration = {
    clusters: [
      { name: 'reef', cluster: { server, 'certificate-authority-data': Buffer.from(reef.tls.ca).toString('base64') } },
    ],
    users: [{ name: 'me', user: { token } }],
    contexts: [{ name: 'reef', context: { cluster: 'reef', user: 'me', namespace: `work-${release}` } }],
    'current-context': 'reef',
  };
  await writeFile(path, JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...configuration }));
  const kubectl = resources.use(await createKubectl(release, path));
  await kubectl.until('auth can-i create namespaces', /^yes/);
  await kubectl(`create namespace work-${release}`);
  return kubectl;
}

describe.each(KUBE_RELEASES)('kubectl %s with a personal token', (release) => {
  beforeAll(async () => {
    clients.set(release, await kubectlWithToken(release));
  });

  it('reads, applies, watches and deletes', async () => {
    const kubectl = clients.get(release)!;
    expect(await kubectl('get nodes -o name')).toMatch(/^(node\/\S+\n){3}$/);
    expect(await kubectl('auth whoami -o jsonpath={.status.userInfo.username}')).toBe('admin');
    await using watching = await kubectl.start('get configmaps -w -o name');
    await manifest(
      kubectl,
      'map.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: tide}\ndata: {height: 3 m}\n',
    );
    expect(await kubectl('apply -f map.yaml')).toBe('configmap/tide created\n');
    await watching.until(/configmap\/tide/);
    await manifest(
      kubectl,
      'map.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: tide}\ndata: {height: 4 m}\n',
    );
    expect(await kubectl('apply --server-side --force-conflicts -f map.yaml')).toBe(
      'configmap/tide serverside-applied\n',
    );
    expect(await kubectl('get configmap tide -o jsonpath={.data.height}')).toBe('4 m');
    expect(await kubectl('delete configmap tide')).toContain('"tide" deleted');
    const missing = await kubectl.try('get configmap tide');
    expect(missing.stderr).toBe('Error from server (NotFound): configmaps "tide" not found\n');
  });

  it('follows logs, runs commands by either protocol, copies, and forwards ports', async () => {
    const kubectl = clients.get(release)!;
    await kubectl(
      "run ticks --image=busybox --restart=Never -- sh -c 'for i in 1 2 3; do echo tick $i; sleep 1; done'",
    );
    await kubectl('run box --image=nginx:1.27 --port=80');
    await kubectl('wait pod/ticks pod/box --for=condition=Ready --timeout=150s');
    expect(await kubectl('logs -f ticks')).toBe('tick 1\ntick 2\ntick 3\n');
    expect(await kubectl('exec -i box -- cat', { input: 'through\n' })).toBe('through\n');
    const old = { environment: { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false' } };
    expect(await kubectl('exec -i box -- cat', { ...old, input: 'through SPDY\n' })).toBe('through SPDY\n');
    expect(await kubectl.try("exec box -- sh -c 'echo err >&2; exit 7'")).toMatchObject({ code: 7 });
    const screen = await kubectl.terminal('exec -it box -- sh', 'sleep 1; stty size; exit 4\n');
    expect(screen.stdout).toContain('30 100');
    await manifest(kubectl, 'note.txt', 'a note\n'.repeat(50_000));
    await kubectl('cp note.txt box:/tmp/note.txt');
    expect(await kubectl("exec box -- sh -c 'wc -c < /tmp/note.txt'")).toMatch(/^\s*350000\n$/);

    for (const webSockets of ['true', 'false']) {
      const environment = { KUBECTL_PORT_FORWARD_WEBSOCKETS: webSockets };
      await using forwarding = await kubectl.start('port-forward pod/box :80', { environment });
      const [, port] = await forwarding.until(/Forwarding from 127\.0\.0\.1:(\d+) -> 80\n/);
      const pages = await Promise.all([1, 2, 3].map(() => fetch(`http://127.0.0.1:${port}/`)));
      expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
    }
  });
});

describe('a member that dies', () => {
  it('says why, keeps nobody waiting, and comes back by itself', async () => {
    const own = await names('/api/v1/nodes');
    await reef.kill();
    for (let i = 0; i < 20; i++) expect(await names('/api/v1/nodes')).toEqual(own);
    await expect.poll(ready, eventually).toMatchObject({ status: 'False', message: 'Nothing listens at its address.' });
    const refused = await product.api.request('GET', '/clusters/reef/api/v1/nodes');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await refused.json()).toMatchObject({
      ...{ kind: 'Status', reason: 'ServiceUnavailable' },
      message: expect.stringContaining('Nothing listens at its address.'),
    });
    for (let i = 0; i < 20; i++) expect(await names('/api/v1/nodes')).toEqual(own);

    await reef.start();
    await expect.poll(ready, eventually).toMatchObject({ status: 'True' });
    expect(await names('/clusters/reef/api/v1/nodes')).toHaveLength(3);
  });

  it('is removed whole', async () => {
    expect((await product.api.request('DELETE', `${CLUSTERS}/reef`)).status).toBe(200);
    await expect
      .poll(async () => (await product.api.request('GET', '/clusters/reef/api/v1/nodes')).status, eventually)
      .toBe(404);
    await expect.poll(() => names('/api/v1/namespaces/luban-system/secrets'), eventually).not.toContain('cluster-reef');
    const looked = await product.api.request('POST', `${ROOT}/validation`, reefBody());
    expect(looked.status).toBe(200);
  });
});

describe('a real cluster as the host', () => {
  it('is served by its kubeconfig alone, with all state in it', async () => {
    await using cluster = await startMemberCluster();
    const environment = { LUBAN_KUBECONFIG: cluster.kubeconfigFile };
    await using console = await startProduct({ environment });
    const nodes = await console.api.request('GET', '/api/v1/nodes');
    expect(((await nodes.json()) as Listed).items).toHaveLength(3);
    const host = async () => {
      const response = await console.api.request('GET', `${CLUSTERS}/host`);
      const { status } = (await response.json()) as ClusterAnswer;
      return status?.nodeCount;
    };
    await expect.poll(host, eventually).toBe(3);
    expect(console.output()).not.toContain('simulated');
    await using kubectl = await createKubectl('v32', cluster.kubeconfigFile);
    expect(await kubectl('get users.iam.kubesphere.io -o name')).toContain('admin');
  });

  it('is told of at the start when it cannot be used', async () => {
    await using folder = await temporaryFolder('luban-unusable-');
    const file = join(folder.path, 'kubeconfig');
    await writeFile(file, reef.kubeconfig.replace(/server: .*/, 'server: https://127.0.0.1:1'));
    const failure = await startProduct({ environment: { LUBAN_KUBECONFIG: file } }).then(
      () => 'it started',
      (error: Error) => error.message,
    );
    expect(failure).toMatch(/127\.0\.0\.1:1: Nothing listens at its address\.\n.*LUBAN_KUBECONFIG/);
    expect(failure).not.toMatch(/\n\s+at /);
  });
});
