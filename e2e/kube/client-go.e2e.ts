import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHARTS } from '../support/helm.ts';
import { type McpClient, startMcpServer } from '../support/mcp-client.ts';
import { type Product, startProduct } from '../support/product.ts';

const resources = new AsyncDisposableStack();
let product: Product;
let call: McpClient;
const WEB = { name: 'web', namespace: 'default' };

beforeAll(async () => {
  product = resources.use(await startProduct());
  call = resources.use(await startMcpServer(join(product.dataDir, 'kubeconfig')));
});

afterAll(async () => {
  await resources.disposeAsync();
  expect(product.output()).not.toMatch(/^\w*Error\b/m);
});

it('reads the configuration and the cluster', async () => {
  expect(call.tools).toContain('pods_exec');
  expect(await call('configuration_view')).toContain('current-context: host');
  expect(await call('namespaces_list')).toMatch(/^v1 +Namespace +kube-system +Active/m);
  expect(await call('nodes_top')).toMatch(/^worker-1 +\d+m +\d+% +\d+Mi/m);
  expect(JSON.parse(await call('nodes_stats_summary', { name: 'worker-1' }))).toMatchObject({
    node: { nodeName: 'worker-1' },
  });
  expect(await call('resources_list', { apiVersion: 'v1', kind: 'Service' })).toMatch(
    /kubernetes +ClusterIP +10\.96\.0\.1/,
  );
  expect(await call('resources_list', { apiVersion: 'kubesphere.io/v1alpha1', kind: 'InstallPlan' })).not.toContain(
    'error',
  );
});

it('runs a pod, looks into it, and takes it away', async () => {
  expect(await call('pods_run', { ...WEB, image: 'nginx', port: 80 })).toContain('created or updated successfully');
  await expect.poll(() => call('pods_list'), { timeout: 60_000, interval: 200 }).toMatch(/web +1\/1 +Running/);
  expect(await call('pods_list_in_namespace', { namespace: 'default' })).toContain('10.244.');
  expect(await call('pods_get', WEB)).toMatch(/phase: Running/);
  expect(await call('pods_log', { ...WEB, tail: 50 })).toContain('simulated by LuBan');
  expect(await call('pods_exec', { ...WEB, command: ['cat', '/etc/hostname'] })).toBe('web\n');
  expect(await call('pods_exec', { ...WEB, command: ['sh', '-c', 'curl -s http://web/ | head -1'] })).toContain(
    'DOCTYPE',
  );
  await expect.poll(() => call('pods_top', { all_namespaces: true }), { timeout: 60_000 }).toMatch(/web +web +\d+m/);
  await expect.poll(() => call('events_list', { namespace: 'default' })).toContain('Started container web');
  expect(await call('pods_delete', WEB)).toContain('deleted');
  await expect
    .poll(() => call.try('pods_get', WEB), { timeout: 60_000 })
    .toEqual({
      isError: true,
      text: expect.stringContaining('pods "web" not found'),
    });
});

it('creates, changes, scales and deletes what it is given', async () => {
  const config = { apiVersion: 'v1', kind: 'ConfigMap', name: 'words', namespace: 'default' };
  const resource = (value: string) =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'words', namespace: 'default' },
      data: { value },
    });
  await call('resources_create_or_update', { resource: resource('one') });
  await call('resources_create_or_update', { resource: resource('two') });
  expect(await call('resources_get', config)).toContain('value: two');
  expect(await call('resources_delete', config)).toContain('deleted');
  expect((await call.try('resources_get', config)).text).toContain('configmaps "words" not found');

  const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'apps', namespace: 'default' };
  await call('resources_create_or_update', {
    resource: JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'apps', namespace: 'default' },
      spec: { selector: { matchLabels: { app: 'a' } }, template },
    }),
  });
  // Whoever scales reads before they write, and must not be overtaken by those who write how far it is.
  await expect.poll(() => call('resources_get', deployment)).toMatch(/readyReplicas: 1/);
  expect(await call('resources_scale', { ...deployment, scale: 3 })).toContain('replicas: 3');
  await expect.poll(() => call('resources_get', deployment), { timeout: 60_000 }).toMatch(/readyReplicas: 3/);
  await call('resources_delete', deployment);
});

it('installs charts', async () => {
  expect(await call('helm_list')).toContain('No Helm releases found');
  await call('helm_install', { chart: join(CHARTS, 'operator/charts/dashboard'), name: 'board', namespace: 'default' });
  expect(await call('helm_list', { namespace: 'default' })).toMatch(
    /name: board\n *namespace: default[\s\S]*status: deployed/,
  );
  expect(await call('helm_uninstall', { name: 'board', namespace: 'default' })).toContain('Uninstalled release board');
});
