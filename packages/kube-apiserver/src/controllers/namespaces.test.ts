import { X509Certificate } from 'node:crypto';
import type { KubeObject } from '@luban/kube';
import { expect, test, vi } from 'vitest';
import { requestFor } from '../pki/testing.ts';
import { startTestApi, type TestApi } from '../testing.ts';

const CORE = { group: '', version: 'v1' };
const NAMESPACES = { ...CORE, resource: 'namespaces' };
const inN = (resource: string, name?: string) => ({ ...CORE, resource, namespace: 'n', ...(name && { name }) });

async function withNamespace(): Promise<TestApi> {
  const api = await startTestApi();
  await api.client.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } });
  return api;
}

test('a namespace has what pods count on, and gets it again', async () => {
  await using api = await withNamespace();
  const { client } = api;
  expect(await client.get({ ...NAMESPACES, name: 'n' })).toMatchObject({
    metadata: { labels: { 'kubernetes.io/metadata.name': 'n' } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  });
  const account = await vi.waitFor(() => client.get(inN('serviceaccounts', 'default')));
  const authority = () => vi.waitFor(() => client.get(inN('configmaps', 'kube-root-ca.crt')));
  expect((await authority()).data).toEqual({ 'ca.crt': api.pki.ca });
  await client.delete(inN('serviceaccounts', 'default'));
  await client.delete(inN('configmaps', 'kube-root-ca.crt'));
  const again = await vi.waitFor(() => client.get(inN('serviceaccounts', 'default')));
  expect(again.metadata.uid).not.toBe(account.metadata.uid);
  await authority();
  await client.patch(inN('configmaps', 'kube-root-ca.crt'), 'merge', { data: { 'ca.crt': 'forged' } });
  await vi.waitFor(async () => expect((await authority()).data).toEqual({ 'ca.crt': api.pki.ca }));
});

test('a namespace goes when all in it has gone, and says what keeps it', async () => {
  await using api = await withNamespace();
  const { client } = api;
  const held = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'held', finalizers: ['example.com/hold'] } };
  await client.create(inN('configmaps'), held);
  await client.create(inN('secrets'), { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } });
  const deleted = await client.delete({ ...NAMESPACES, name: 'n' });
  expect(deleted).toMatchObject({ status: { phase: 'Terminating' }, spec: { finalizers: ['kubernetes'] } });
  const conditions = await vi.waitFor(async () => {
    const { status } = await client.get({ ...NAMESPACES, name: 'n' });
    const { conditions = [] } = status as { conditions?: Record<string, string>[] };
    expect(conditions.find(({ type }) => type === 'NamespaceFinalizersRemaining')?.status).toBe('True');
    return conditions;
  });
  expect(conditions.map(({ type, status, reason, message }) => [type, status, reason, message])).toEqual([
    ['NamespaceDeletionDiscoveryFailure', 'False', 'ResourcesDiscovered', 'All resources successfully discovered'],
    [
      'NamespaceDeletionGroupVersionParsingFailure',
      'False',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ],
    [
      'NamespaceDeletionContentFailure',
      'False',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ],
    [
      'NamespaceContentRemaining',
      'True',
      'SomeResourcesRemain',
      'Some resources are remaining: configmaps. has 1 resource instances',
    ],
    [
      'NamespaceFinalizersRemaining',
      'True',
      'SomeFinalizersRemain',
      'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    ],
  ]);
  await expect(client.get(inN('secrets', 's'))).rejects.toMatchObject({ code: 404 });
  await client.patch(inN('configmaps', 'held'), 'merge', { metadata: { finalizers: null } });
  await vi.waitFor(
    async () => await expect(client.get({ ...NAMESPACES, name: 'n' })).rejects.toMatchObject({ code: 404 }),
  );
  expect(api.server.store.list('serviceaccounts', { namespace: 'n' }).items).toEqual([]);
  expect(api.errors).toEqual([]);
});

test('secrets for tokens are filled, and go with their account', async () => {
  await using api = await withNamespace();
  const { client } = api;
  await client.create(inN('serviceaccounts'), {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'robot' },
  });
  const annotations = { 'kubernetes.io/service-account.name': 'robot' };
  await client.create(inN('secrets'), {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'token', annotations },
    type: 'kubernetes.io/service-account-token',
  });
  const data = await vi.waitFor(async () => {
    const secret = await client.get(inN('secrets', 'token'));
    expect(secret.data).toHaveProperty('token');
    return secret.data as Record<string, string>;
  });
  expect(Object.keys(data).sort()).toEqual(['ca.crt', 'namespace', 'token']);
  const token = Buffer.from(data.token ?? '', 'base64').toString();
  const review = await client.json<KubeObject>('POST', '/apis/authentication.k8s.io/v1/tokenreviews', {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenReview',
    spec: { token },
  });
  expect(review.status).toMatchObject({ authenticated: true, user: { username: 'system:serviceaccount:n:robot' } });
  await client.delete(inN('serviceaccounts', 'robot'));
  await vi.waitFor(async () => await expect(client.get(inN('secrets', 'token'))).rejects.toMatchObject({ code: 404 }));
});

test('requests for certificates are signed once they are approved, and for nobody who asks for too much', async () => {
  await using api = await startTestApi();
  const requests = { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' };
  const create = (name: string, usages: string[]) =>
    api.client.create(requests, {
      apiVersion: 'certificates.k8s.io/v1',
      kind: 'CertificateSigningRequest',
      metadata: { name },
      spec: {
        request: Buffer.from(requestFor('anna', ['dev'])).toString('base64'),
        signerName: 'kubernetes.io/kube-apiserver-client',
        usages,
      },
    });
  const approve = async (name: string) => {
    const approval = { ...requests, name, subresource: 'approval' };
    const request = await api.client.get({ ...requests, name });
    const approved = { type: 'Approved', status: 'True', reason: 'Test', message: 'fine' };
    return api.client.update(approval, { ...request, status: { conditions: [approved] } });
  };
  const settled = (name: string) =>
    vi.waitFor(async () => {
      const { status } = await api.client.get({ ...requests, name });
      const found = status as { certificate?: string; conditions: { type: string; message: string }[] };
      expect(found.certificate ?? found.conditions.find(({ type }) => type === 'Failed')).toBeDefined();
      return found;
    });
  await create('good', ['client auth', 'digital signature']);
  expect((await api.client.get({ ...requests, name: 'good' })).status).not.toHaveProperty('certificate');
  await approve('good');
  const { certificate = '' } = await settled('good');
  const read = new X509Certificate(Buffer.from(certificate, 'base64'));
  expect([read.subject, read.verify(new X509Certificate(api.pki.ca).publicKey)]).toEqual(['O=dev\nCN=anna', true]);
  await create('bad', ['server auth']);
  await approve('bad');
  expect((await settled('bad')).conditions.find(({ type }) => type === 'Failed')).toMatchObject({
    status: 'True',
    reason: 'SignerValidationFailure',
    message: expect.stringContaining('usage "server auth" is not permitted'),
  });
  expect(api.errors).toEqual([]);
});
