import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { dialerTo, memoryBackend, type Seen } from '../proxy/testing/memory-backend.ts';
import { startTestApi, type TestApi } from '../testing.ts';

const ADMISSION = { group: 'admissionregistration.k8s.io', version: 'v1' };
const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' };

interface Review {
  request: {
    uid: string;
    name: string;
    namespace: string;
    operation: string;
    object: KubeObject | null;
    oldObject: KubeObject | null;
    [field: string]: unknown;
  };
}

type Verdict = (review: Review['request'], seen: Seen) => object | 'silence' | 'break' | string;

async function withWebhook(
  kind: 'Mutating' | 'Validating',
  verdict: Verdict,
  webhook: object = {},
): Promise<TestApi & { seen: Seen[]; dialed: string[] }> {
  const backend = memoryBackend((seen, response) => {
    const { request } = JSON.parse(seen.body) as Review;
    const said = verdict(request, seen);
    if (said === 'silence') return;
    if (said === 'break') return void response.socket?.destroy();
    response.end(typeof said === 'string' ? said : JSON.stringify({ response: { uid: request.uid, ...said } }));
  });
  const api = await startTestApi();
  const dialer = dialerTo({ service: backend });
  api.server.setDialer(dialer);
  await api.client.create(
    { ...ADMISSION, resource: `${kind.toLowerCase()}webhookconfigurations` },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: `${kind}WebhookConfiguration`,
      metadata: { name: 'check' },
      webhooks: [
        {
          name: 'check.example.com',
          clientConfig: { service: { namespace: 'tools', name: 'checker', path: '/review', port: 8443 } },
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['configmaps'] }],
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          timeoutSeconds: 1,
          objectSelector: { matchExpressions: [{ key: 'exempt', operator: 'DoesNotExist' }] },
          ...webhook,
        },
      ],
    },
  );
  await api.client.json('GET', '/api/v1/namespaces');
  return Object.assign(api, { seen: backend.seen, dialed: dialer.dialed });
}

const configMap = (name: string, metadata: object = {}, data?: object) =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, ...(data && { data }) }) as KubeObject;
const create = (api: TestApi, object: KubeObject, options = {}) => api.client.create(CONFIG_MAPS, object, options);
const patch = (operations: object[]) => ({
  allowed: true,
  patchType: 'JSONPatch',
  patch: Buffer.from(JSON.stringify(operations)).toString('base64'),
});
/** Those that the server's own loops make are none of the tests' business. */
const ofTest = (seen: Seen[]) => seen.filter(({ body }) => !body.includes('kube-root-ca.crt'));

test('asks with a review of what is about to happen', async () => {
  await using api = await withWebhook('Validating', () => ({ allowed: true }));
  await create(api, configMap('a'));
  await api.client.patch({ ...CONFIG_MAPS, name: 'a' }, 'merge', { data: { x: 'y' } });
  await api.client.delete({ ...CONFIG_MAPS, name: 'a' });
  const seen = ofTest(api.seen);
  expect(api.dialed).toContain('service tools/checker:8443');
  expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(3).fill('POST /review?timeout=1s'));
  const requests = seen.map(({ body }) => (JSON.parse(body) as Review).request);
  expect(requests.map(({ operation, name, namespace }) => [operation, name, namespace])).toEqual([
    ['CREATE', 'a', 'default'],
    ['UPDATE', 'a', 'default'],
    ['DELETE', 'a', 'default'],
  ]);
  expect(requests[0]).toMatchObject({
    kind: { group: '', version: 'v1', kind: 'ConfigMap' },
    resource: { group: '', version: 'v1', resource: 'configmaps' },
    userInfo: { username: 'system:apiserver' },
    oldObject: null,
    dryRun: false,
    object: { kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } },
  });
  expect(requests[1]?.object).toMatchObject({ data: { x: 'y' } });
  expect(requests[1]?.oldObject?.data).toBeUndefined();
  expect(requests[2]?.object).toBeNull();
  expect(requests[2]?.oldObject).toMatchObject({ data: { x: 'y' } });
});

test('takes over what a webhook patches, and nothing that only the server decides', async () => {
  await using api = await withWebhook('Mutating', ({ operation }) =>
    patch([
      { op: 'add', path: '/metadata/labels', value: { by: operation } },
      ...(operation === 'UPDATE' ? [{ op: 'replace', path: '/metadata/uid', value: 'mine' }] : []),
    ]),
  );
  const created = await create(api, configMap('a'));
  expect(created.metadata.labels).toEqual({ by: 'CREATE' });
  await expect(api.client.patch({ ...CONFIG_MAPS, name: 'a' }, 'merge', { data: { x: 'y' } })).rejects.toMatchObject({
    message: 'ConfigMap "a" is invalid: metadata.uid: Invalid value: "mine": field is immutable',
  });
});

test.each([
  ['null metadata', [{ op: 'replace', path: '/metadata', value: null }]],
  ['labels of a wrong type', [{ op: 'add', path: '/metadata/labels', value: 'x' }]],
  ['what does not fit', [{ op: 'remove', path: '/nothing/there' }]],
  ['a prototype', [{ op: 'replace', path: '', value: JSON.parse('{"__proto__":{"x":1}}') }]],
])('survives patches that make %s', async (_what, operations) => {
  await using api = await withWebhook('Mutating', () => patch(operations));
  await expect(create(api, configMap('a'))).rejects.toMatchObject({ status: { code: 500, reason: 'InternalError' } });
  expect(api.errors).toEqual([]);
});

test('says what a webhook denies, with its code and warnings', async () => {
  await using api = await withWebhook('Validating', ({ name }) =>
    name === 'silent' ? { allowed: false } : { allowed: false, status: { code: 422, message: 'no such color' } },
  );
  await expect(create(api, configMap('a'))).rejects.toMatchObject({
    status: { code: 422, message: 'admission webhook "check.example.com" denied the request: no such color' },
  });
  await expect(create(api, configMap('silent'))).rejects.toMatchObject({
    status: { code: 403, message: 'admission webhook "check.example.com" denied the request without explanation' },
  });
  expect((await create(api, configMap('b', { labels: { exempt: '' } }))).metadata.name).toBe('b');
});

const ADDRESS = 'Post "https://checker.tools.svc:8443/review?timeout=1s"';

test.each<[string, Verdict, RegExp]>([
  ['does not answer', () => 'silence', /context deadline exceeded$/],
  ['breaks off', () => 'break', /: (socket hang up|EOF|aborted)$/],
  ['answers nonsense', () => 'nonsense', /: failed to call webhook: .*JSON/],
  ['answers null', () => 'null', /webhook response was absent$/],
  ['answers another question', () => ({ uid: 'other', allowed: true }), /expected response.uid=.*, got "other"$/],
])('fails or goes on, as the policy says, when a webhook %s', async (_what, verdict, message) => {
  await using strict = await withWebhook('Validating', verdict);
  const start = performance.now();
  const error: unknown = await create(strict, configMap('a')).catch((error: unknown) => error);
  expect(error).toMatchObject({ status: { code: 500, reason: 'InternalError' } });
  expect(String(error)).toMatch(message);
  expect(String(error)).toMatch(
    /Internal error occurred: failed calling webhook "check\.example\.com": failed to call webhook: /,
  );
  expect(performance.now() - start).toBeLessThan(4_000);
  if (/deadline/.test(message.source)) expect(String(error)).toContain(ADDRESS);
  expect(strict.errors).toEqual([]);
  await using lenient = await withWebhook('Validating', verdict, { failurePolicy: 'Ignore' });
  expect((await create(lenient, configMap('a'))).metadata.name).toBe('a');
});

test('refuses dry runs of what would have side effects', async () => {
  await using api = await withWebhook('Validating', () => ({ allowed: true }), { sideEffects: 'None' });
  await create(api, configMap('a'), { dryRun: true });
  expect((JSON.parse(ofTest(api.seen)[0]!.body) as Review).request.dryRun).toBe(true);
  expect(
    (await api.client.list(CONFIG_MAPS, { fieldSelector: 'metadata.name=a', namespace: 'default' })).items,
  ).toEqual([]);
});

test('asks by labels of namespaces and objects, and never about itself', async () => {
  await using api = await withWebhook('Validating', () => ({ allowed: false }), {
    namespaceSelector: { matchLabels: { checked: 'yes' } },
    rules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'] }],
  });
  const namespaces = { group: '', version: 'v1', resource: 'namespaces' };
  expect((await create(api, configMap('a'))).metadata.name).toBe('a');
  const checked = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'checked', labels: { checked: 'yes' } } };
  await expect(api.client.create(namespaces, checked)).rejects.toMatchObject({ code: 403 });
  await api.client.delete({ ...ADMISSION, resource: 'validatingwebhookconfigurations', name: 'check' });
  expect((await api.client.create(namespaces, checked)).metadata.name).toBe('checked');
});
