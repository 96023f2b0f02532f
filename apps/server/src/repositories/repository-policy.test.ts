import { generateKeyPairSync } from 'node:crypto';
import { signArchive } from '@luban/extension-package/registry';
import { chartArchive, SigstoreDouble, startWebServer } from '@luban/extension-package/testing';
import { startTestApi } from '@luban/kube-apiserver/testing';
import { expect, test } from 'vitest';
import { createAddressGuard } from '../addresses/address-guard.ts';
import { Refusal } from '../refusal.ts';
import { configMapText } from './config-map-text.ts';
import { fetchChart } from './fetch-chart.ts';
import { repositoryReader } from './open-reader.ts';
import type { RepositorySettings } from './repository-options.ts';
import type { ConfigMapText } from './repository-policy.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const PRIVATE = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const KEYS = { 'luban.dev/signing-keys': publicKey.export({ type: 'spki', format: 'pem' }).toString() };
const REQUIRED = { 'luban.dev/require-signature': 'true' };
const SIGSTORE = new SigstoreDouble();
const WHO = { issuer: 'https://token.example', subject: 'release@acme.example' };
const IDENTITIES = { 'luban.dev/signing-identities': `${WHO.issuer} ${WHO.subject}` };

const archive = await chartArchive('clock', '1.0.0');
const repository = (annotations: Record<string, string>, url = 'https://charts.example'): RepositorySettings => ({
  metadata: { name: 'museum', annotations },
  spec: { url },
});

async function outcome(work: Promise<{ signature: { state: string } }>): Promise<string> {
  try {
    return (await work).signature.state;
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
}

test.each<[string, Record<string, string>, string | undefined, string]>([
  ['signed, required', { ...KEYS, ...REQUIRED }, signArchive(archive, PRIVATE), 'verified'],
  ['unsigned, required', { ...KEYS, ...REQUIRED }, undefined, 'LB7230'],
  ['unsigned, not required', KEYS, undefined, 'unsigned'],
  ['wrong, required', { ...KEYS, ...REQUIRED }, signArchive(Buffer.from('x'), PRIVATE), 'LB7232'],
  ['wrong, not required', KEYS, signArchive(Buffer.from('x'), PRIVATE), 'unverified'],
  ['signed, nobody to believe', {}, signArchive(archive, PRIVATE), 'unsigned'],
])('a repository whose archive is %s', async (_name, annotations, signature, expected) => {
  await using server = await startWebServer(({ url = '' }, response) => {
    if (url === '/clock.tgz') response.end(archive);
    else if (url === '/clock.tgz.sig' && signature !== undefined) response.end(signature);
    else response.writeHead(404).end();
  });
  const guard = createAddressGuard(['127.0.0.1']);
  await using reader = repositoryReader(repository(annotations, server.url), { guard });
  const chart = { name: 'clock', version: '1.0.0', urls: [`${server.url}/clock.tgz`] };
  expect(await outcome(reader.fetch(chart))).toBe(expected);
});

test('a trust root is written into the annotation, or kept in a ConfigMap that it names', async () => {
  await using server = await startWebServer(({ url = '' }, response) => {
    if (url === '/clock.tgz') response.end(archive);
    else if (url === '/clock.tgz.sigstore.json') response.end(SIGSTORE.sign(archive, WHO));
    else response.writeHead(404).end();
  });
  const asked: string[] = [];
  const configMap: ConfigMapText = async (namespace, name) => {
    asked.push(`${namespace}/${name}`);
    return name === 'sigstore' ? { 'trusted_root.json': SIGSTORE.trustedRoot } : undefined;
  };
  const by = (root: string) => {
    const annotations = { ...IDENTITIES, ...REQUIRED, 'luban.dev/signing-trust-root': root };
    const options = { guard: createAddressGuard(['127.0.0.1']), configMap };
    const expected = { name: 'clock', version: '1.0.0' };
    return outcome(
      fetchChart(`${server.url}/clock.tgz`, { ...options, expected, repository: repository(annotations) }),
    );
  };
  expect(await by(SIGSTORE.trustedRoot)).toBe('verified');
  expect(asked).toEqual([]);
  expect(await by('configmap:luban-system/sigstore')).toBe('verified');
  expect(await by('configmap:luban-system/nothing')).toBe('LB7237');
  expect(await by('configmap:../../secrets/x')).toBe('LB7237');
  expect(asked).toEqual(['luban-system/sigstore', 'luban-system/nothing']);
});

test('ConfigMaps are read from the host', async () => {
  await using api = await startTestApi();
  const read = configMapText(api.client);
  const ref = { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' };
  await api.client.create(ref, {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'sigstore', namespace: 'default' } },
    data: { 'trusted_root.json': '{}' },
  });
  expect(await read('default', 'sigstore')).toEqual({ 'trusted_root.json': '{}' });
  expect(await read('default', 'nothing')).toBeUndefined();
});
