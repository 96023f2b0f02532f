import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { ManualClock, systemClock } from '@luban/kube';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientCertificate } from '../auth/client-certificate.ts';
import type { KeyPair } from './key-pair.ts';
import { openPki, type Pki } from './pki.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pki-'));
});
afterEach(() => rm(directory, { recursive: true }));

const YEAR = 365 * 86_400_000;

test('is kept private, and opened again as it was', async () => {
  const clock = new ManualClock();
  const first = await openPki(join(directory, 'pki'), { clock });
  const second = await openPki(join(directory, 'pki'), { clock });
  expect(second.ca).toBe(first.ca);
  expect(second.server).toEqual(first.server);
  expect(second.admin).toEqual(first.admin);
  expect(second.serviceAccount.keyId).toBe(first.serviceAccount.keyId);
  const names = await readdir(join(directory, 'pki'));
  expect(names.sort()).toEqual([
    'admin.crt',
    'admin.key',
    'ca.crt',
    'ca.key',
    'server.crt',
    'server.key',
    'service-account.key',
  ]);
  for (const name of names) expect((await stat(join(directory, 'pki', name))).mode & 0o777).toBe(0o600);
});

test('makes a key private again that others may read', async () => {
  const clock = new ManualClock();
  await openPki(directory, { clock });
  await chmod(join(directory, 'ca.key'), 0o644);
  await openPki(directory, { clock });
  expect((await stat(join(directory, 'ca.key'))).mode & 0o777).toBe(0o600);
});

test('issues the server certificate anew for other hosts and before it ends, and keeps the authority', async () => {
  const clock = new ManualClock();
  const first = await openPki(directory, { clock, hosts: ['kube.example.com', '192.168.0.7', '[FD00::1]', '0.0.0.0'] });
  const certificate = new X509Certificate(first.server.certificate);
  for (const host of ['localhost', 'kubernetes.default.svc.cluster.local', 'kube.example.com']) {
    expect(certificate.checkHost(host)).toBe(host);
  }
  for (const ip of ['127.0.0.1', '::1', '10.96.0.1', '192.168.0.7', 'fd00::1'])
    expect(certificate.checkIP(ip)).toBe(ip);
  expect(certificate.checkIP('0.0.0.0')).toBeUndefined();

  const same = await openPki(directory, { clock, hosts: ['192.168.0.7', 'fd00:0::1', 'KUBE.example.com'] });
  expect(same.server).toEqual(first.server);
  const other = await openPki(directory, { clock, hosts: ['other.example.com'] });
  expect(other.server.certificate).not.toBe(first.server.certificate);
  await clock.advance(YEAR - 80 * 86_400_000);
  const later = await openPki(directory, { clock, hosts: ['other.example.com'] });
  expect(later.server.certificate).not.toBe(other.server.certificate);
  expect(later.admin.certificate).not.toBe(other.admin.certificate);
  expect(later.ca).toBe(first.ca);
});

test('starts over when the authority ends', async () => {
  const clock = new ManualClock();
  const first = await openPki(directory, { clock });
  await clock.advance(10 * YEAR);
  const second = await openPki(directory, { clock });
  expect(second.ca).not.toBe(first.ca);
  const authority = new X509Certificate(second.ca);
  for (const { certificate } of [second.server, second.admin]) {
    expect(new X509Certificate(certificate).verify(authority.publicKey)).toBe(true);
  }
});

test('lets no certificate outlive the authority', async () => {
  const clock = new ManualClock();
  const pki = await openPki(undefined, { clock });
  const { certificate } = pki.issueClient({ name: 'ann', groups: [], days: 36_500 });
  expect(new X509Certificate(certificate).validToDate).toEqual(new X509Certificate(pki.ca).validToDate);
});

test.each([
  [
    'ca.key',
    'not a key',
    /ca\.key is not a private key in PEM form\. Restore it, or delete .*ca\.crt and .*ca\.key and start again: a new authority is made/,
  ],
  ['ca.crt', '', /ca\.crt is not a certificate in PEM form/],
  ['server.crt', 'garbage', /server\.crt is not a certificate in PEM form.*a new certificate is issued/],
  [
    'service-account.key',
    '-----BEGIN',
    /service-account\.key is not a private key in PEM form\. Restore it, or delete it/,
  ],
])('names %s when it is damaged, and says what to do', async (name, content, message) => {
  const clock = new ManualClock();
  await openPki(directory, { clock });
  await writeFile(join(directory, name), content);
  await expect(openPki(directory, { clock })).rejects.toThrow(message);
});

test('tells a key of somebody else, and half a pair', async () => {
  const clock = new ManualClock();
  const { admin } = await openPki(directory, { clock });
  await writeFile(join(directory, 'ca.key'), admin.key);
  await expect(openPki(directory, { clock })).rejects.toThrow(/ca\.key is not the key of .*ca\.crt/);
  await rm(join(directory, 'ca.key'));
  await expect(openPki(directory, { clock })).rejects.toThrow(/ca\.key is missing beside .*ca\.crt/);
});

test('makes a new service account key when it is deleted', async () => {
  const clock = new ManualClock();
  const first = await openPki(directory, { clock });
  await rm(join(directory, 'service-account.key'));
  const second = await openPki(directory, { clock });
  expect(second.serviceAccount.keyId).not.toBe(first.serviceAccount.keyId);
  expect(await readFile(join(directory, 'service-account.key'), 'utf8')).toContain('BEGIN PRIVATE KEY');
});

test('refuses a host that is no name', async () => {
  await expect(openPki(undefined, { clock: new ManualClock(), hosts: ['a b'] })).rejects.toThrow('"a b" is neither');
});

/** Shakes hands as a client with a server, and gives what the server sees of the client. */
async function handshake(server: Pki, trust: string, client?: KeyPair, servername = 'localhost'): Promise<TLSSocket> {
  const { promise, resolve } = Promise.withResolvers<TLSSocket>();
  const { certificate: cert, key } = server.server;
  const listener = createServer({ cert, key, ca: server.ca, requestCert: true, rejectUnauthorized: false }, resolve);
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const pair = client && { cert: client.certificate, key: client.key };
  const socket = connect({ port: address.port, host: '127.0.0.1', servername, ca: trust, ...pair });
  const failed = new Promise<never>((_, fail) => socket.once('error', fail));
  try {
    const connected = new Promise<void>((done) => socket.once('secureConnect', done));
    await Promise.race([connected, failed]);
    return await Promise.race([promise, failed]);
  } finally {
    socket.destroy();
    listener.close();
  }
}

test('its certificates hold in TLS, and tell the user and the groups', async () => {
  const pki = await openPki(undefined, { clock: systemClock, hosts: ['kube.example.com'] });
  const admin = clientCertificate(await handshake(pki, pki.ca, pki.admin));
  expect(admin).toMatchObject({ commonName: 'kubernetes-admin', organizations: ['system:masters'] });
  expect(admin?.fingerprint).toMatch(/^[0-9a-f]{64}$/);

  const ann = pki.issueClient({ name: 'ann ✓', groups: ['devs', 'ops, o=acme'], days: 1 });
  expect(clientCertificate(await handshake(pki, pki.ca, ann, 'kube.example.com'))).toMatchObject({
    commonName: 'ann ✓',
    organizations: ['devs', 'ops, o=acme'],
  });
  expect(clientCertificate(await handshake(pki, pki.ca))).toBeUndefined();
});

test('certificates of another authority, past ones and those of servers let nobody in', async () => {
  const pki = await openPki(undefined, { clock: systemClock });
  const other = await openPki(undefined, { clock: systemClock });
  const past = { now: () => systemClock.now() - 2 * YEAR, after: systemClock.after };
  const expired = (await openPki(undefined, { clock: past })).admin;
  for (const client of [other.admin, expired, pki.server]) {
    const socket = await handshake(pki, pki.ca, client);
    expect(() => clientCertificate(socket)).toThrow('Unauthorized');
  }
  await expect(handshake(pki, other.ca, pki.admin)).rejects.toThrow(/self-signed certificate|signature/);
  await expect(handshake(pki, pki.ca, pki.admin, 'other.example.com')).rejects.toThrow(/altnames/);
});

test('keys are PKCS #8 and belong to their certificates', async () => {
  const pki = await openPki(undefined, { clock: new ManualClock() });
  for (const { certificate, key } of [pki.server, pki.admin, pki.issueClient({ name: 'x', groups: [] })]) {
    expect(key).toContain('-----BEGIN PRIVATE KEY-----');
    expect(new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))).toBe(true);
  }
});
