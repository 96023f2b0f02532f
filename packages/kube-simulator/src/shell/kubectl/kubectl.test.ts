import { systemClock } from '@luban/kube';
import { startTestApi, type TestApi } from '@luban/kube-apiserver/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseArguments } from './arguments.ts';
import { filled } from './output.ts';
import { type KubectlOutcome, runKubectl } from './run-kubectl.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await api.client.create(
    { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterrolebindings' },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'installer' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', name: 'installer', namespace: 'default' }],
    },
  );
});

afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api[Symbol.asyncDispose]();
});

function kubectl(line: readonly string[], options: { stdin?: string; account?: string } = {}): Promise<KubectlOutcome> {
  return runKubectl(line, {
    client: api.client.withHeaders({
      'impersonate-user': `system:serviceaccount:default:${options.account ?? 'installer'}`,
    }),
    namespace: 'default',
    readFile: async (path) => {
      throw new Error(`no file ${path}`);
    },
    stdin: options.stdin ?? '',
    sleep: () => new Promise((resolve) => setTimeout(resolve, 5)),
    now: () => systemClock.now(),
  });
}

async function succeed(line: string, stdin?: string): Promise<string> {
  const { stdout, stderr, exitCode } = await kubectl(line.split(' '), { stdin });
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  return stdout;
}

test('a namespace is made, labelled, found and deleted', async () => {
  expect(await kubectl(['get', 'namespace', 'tools'])).toEqual({
    stdout: '',
    stderr: 'Error from server (NotFound): namespaces "tools" not found\n',
    exitCode: 1,
  });
  expect(await succeed('create namespace tools')).toBe('namespace/tools created\n');
  expect(await succeed('label ns tools team=a')).toBe('namespace/tools labeled\n');
  const refused = await kubectl(['label', 'ns', 'tools', 'team=b']);
  expect(refused.stderr).toBe("error: 'team' already has a value (a), and --overwrite is false\n");
  expect(await succeed('get ns -l team=a -o name')).toBe('namespace/tools\n');
  expect(await succeed('get ns tools -o jsonpath={.metadata.labels.team}/{.status.phase}')).toBe('a/Active');
  expect(await succeed('get ns tools')).toMatch(/^NAME +STATUS +AGE\ntools +Active +\d+s\n$/);
  expect(await succeed('delete ns tools')).toBe('namespace "tools" deleted\n');
  expect(await succeed('delete ns tools --ignore-not-found')).toBe('');
});

test('objects are applied, patched, scaled and waited for', async () => {
  const deployment = JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
    },
  });
  expect(await succeed('apply -f -', deployment)).toBe('deployment.apps/web created\n');
  expect(await succeed('apply -f -', deployment)).toBe('deployment.apps/web unchanged\n');
  expect(await succeed('scale deploy web --replicas=3')).toBe('deployment.apps/web scaled\n');
  expect(await succeed('get deployments.apps web -o jsonpath={.spec.replicas}')).toBe('3');
  expect(await succeed('patch deploy/web --type=merge -p {"spec":{"paused":true}}')).toBe(
    'deployment.apps/web patched\n',
  );
  expect(await succeed('wait deploy/web --for=jsonpath={.spec.paused}=true')).toBe(
    'deployment.apps/web condition met\n',
  );
  const secret = await succeed('create secret generic s --from-literal=a=b=c --dry-run=client -o yaml');
  expect(await succeed('apply -f -', secret)).toBe('secret/s created\n');
  expect(await succeed('get secret s -o jsonpath={.data.a}')).toBe(Buffer.from('b=c').toString('base64'));
  const late = await kubectl(['wait', 'deploy/web', '--for=condition=Available', '--timeout=50ms']);
  expect(late.stderr).toBe('error: timed out waiting for the condition on deployments/web\n');
});

test('the rights are those of the service account', async () => {
  const { stderr, exitCode } = await kubectl(['get', 'pods'], { account: 'default' });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /^Error from server \(Forbidden\): pods is forbidden: User "system:serviceaccount:default:default"/,
  );
});

test('what it does not know it says', async () => {
  const said = async (...line: string[]) => (await kubectl(line)).stderr;
  expect(await said('drain', 'node-1')).toMatch(/^error: the simulated kubectl knows no "drain", but get, create/);
  expect(await said('get', 'gizmos')).toBe('error: the server doesn\'t have a resource type "gizmos"\n');
  expect(await said('get', 'pods', '--magic')).toBe('error: unknown flag: --magic\n');
  expect(await said('delete', 'pods')).toBe('error: resource(s) were provided, but no name was specified\n');
  expect(await said('apply', '-f', '-')).toMatch(/reads JSON/);
});

test('flags have short and long names', () => {
  expect(
    Object.fromEntries(parseArguments(['get', '-n', 'a', '-ojson', '--selector=x=y', '-A', 'pods']).flags),
  ).toEqual({
    namespace: 'a',
    output: 'json',
    selector: 'x=y',
    'all-namespaces': 'true',
  });
});

test('templates of JSONPath are filled', () => {
  const list = { items: [{ n: 'a', v: [1, 2] }, { n: 'b' }] };
  expect(filled('{range .items[*]}{.n}={.v[*]}{"\\n"}{end}end', list)).toBe('a=1 2\nb=\nend');
  expect(filled('{.items[0]}', list)).toBe('{"n":"a","v":[1,2]}');
});
