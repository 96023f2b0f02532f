import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { chartArchive, RegistryDouble, sha256, startWebServer, USER } from '@luban/extension-package/testing';
import { ManualClock, systemClock } from '@luban/kube';
import { openPki } from '@luban/kube-apiserver';
import { CATALOGUE } from '@luban/manifest/messages';
import { expect, test } from 'vitest';
import { createAddressGuard } from '../addresses/address-guard.ts';
import type { RepositoryObject } from '../catalogue/objects.ts';
import { Refusal } from '../refusal.ts';
import { fetchChart } from './fetch-chart.ts';
import { repositoryReader } from './open-reader.ts';

const guard = createAddressGuard(['127.0.0.1', 'localhost', 'nothing.invalid']);
const OPTIONS = { guard, patience: { pause: async () => {} } };

const object = (spec: NonNullable<RepositoryObject['spec']>, annotations: Record<string, string> = {}) => ({
  metadata: { name: 'museum', annotations },
  spec,
});

/** Number of charts, or of the refusal. */
async function outcome(repository: ReturnType<typeof object>): Promise<number | string> {
  try {
    await using reader = repositoryReader(repository, OPTIONS);
    return (await reader.list()).charts.length;
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
}

const INDEX = 'entries:\n  clock:\n  - {name: clock, version: 1.0.0, urls: [clock-1.0.0.tgz]}\n';

test('an authority of one’s own is trusted where it is named, and nowhere else', async () => {
  const pki = await openPki(undefined, { clock: systemClock });
  const other = await openPki(undefined, { clock: systemClock });
  await using server = await startWebServer((_, response) => response.end(INDEX), {
    cert: pki.server.certificate,
    key: pki.server.key,
  });
  const base64 = (pem: string) => Buffer.from(pem).toString('base64');
  const { url } = server;
  expect(await outcome(object({ url }))).toBe('LB7204');
  expect(await outcome(object({ url, caBundle: base64(other.ca) }))).toBe('LB7204');
  expect(await outcome(object({ url, caBundle: base64(pki.ca) }))).toBe(1);
  expect(await outcome(object({ url, caBundle: pki.ca }))).toBe(1);
  expect(await outcome(object({ url, insecure: true }))).toBe(1);
  expect(await outcome(object({ url, caBundle: base64('nonsense') }))).toBe('LB7214');
  expect(await outcome(object({ url, caBundle: 'not base64 at all' }))).toBe('LB7214');
});

test('a certificate that has ended is told apart from one that nobody knows', async () => {
  const past = await openPki(undefined, { clock: new ManualClock(Date.UTC(2010, 0, 1)) });
  await using server = await startWebServer((_, response) => response.end(INDEX), {
    cert: past.server.certificate,
    key: past.server.key,
  });
  const caBundle = Buffer.from(past.ca).toString('base64');
  expect(await outcome(object({ url: server.url, caBundle }))).toBe('LB7205');
});

test('each way to fail has a number of its own, with a cure', async () => {
  const answering = (status: number, body = '') =>
    startWebServer((_, response) => response.writeHead(status).end(body));
  await using refusing = await answering(401);
  await using forbidding = await answering(403);
  await using missing = await answering(404);
  await using failing = await answering(500);
  await using page = await answering(200, '<!doctype html><title>Sign in</title>');
  await using registry = await startWebServer((_, response, url) => {
    response.setHeader('docker-distribution-api-version', 'registry/2.0');
    response.writeHead(url.pathname === '/v2/' ? 401 : 404).end();
  });
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  silent.close();
  await once(silent, 'close');
  const cases: [string, string][] = [
    ['http://10.0.0.1', 'LB5101'],
    ['http://nothing.invalid', 'LB7201'],
    [`http://127.0.0.1:${port}`, 'LB7202'],
    [refusing.url, 'LB7206'],
    [forbidding.url, 'LB7206'],
    [missing.url, 'LB7207'],
    [failing.url, 'LB7208'],
    [page.url, 'LB7209'],
    ['s3://bucket', 'LB7210'],
    [missing.url.replace('http:', 'https:'), 'LB7213'],
    [registry.url, 'LB7219'],
    [missing.url.replace('http:', 'oci:'), 'LB7220'],
  ];
  for (const [url, code] of cases) {
    expect(await outcome(object({ url })), url).toBe(code);
    expect(CATALOGUE[code]?.cure.en, code).toMatch(/\w/);
  }
});

test('a registry over TLS with an authority of its own', async () => {
  const pki = await openPki(undefined, { clock: systemClock });
  await using plain = await RegistryDouble.start();
  plain.chart('clock', '1.0.0', await chartArchive('clock', '1.0.0'));
  await using server = await startWebServer(
    async ({ method = 'GET' }, response, url) => {
      const answer = await fetch(`http://${plain.host}${url.pathname}${url.search}`, { method });
      response.writeHead(answer.status, { 'docker-content-digest': answer.headers.get('docker-content-digest') ?? '' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    },
    { cert: pki.server.certificate, key: pki.server.key },
  );
  const url = `oci://${server.host}`;
  expect(await outcome(object({ url }))).toBe('LB7204');
  expect(await outcome(object({ url, caBundle: Buffer.from(pki.ca).toString('base64') }))).toBe(1);
  expect(await outcome(object({ url, insecure: true }))).toBe(1);
});

test('annotations say which charts a registry has, where it does not', async () => {
  await using registry = await RegistryDouble.start({ catalog: false, auth: 'token' });
  for (const name of ['clock', 'weather']) registry.chart(`x/${name}`, '1.0.0', await chartArchive(name, '1.0.0'));
  const spec = { url: `oci://${registry.host}/x`, basicAuth: USER };
  expect(await outcome(object(spec))).toBe('LB7221');
  expect(await outcome(object(spec, { 'luban.dev/oci-references': ' clock:1.0.0,\n weather ,' }))).toBe(2);
});

test('eight archives are fetched at a time, and those who wait can leave', async () => {
  const archive = await chartArchive('clock', '1.0.0');
  const held: (() => void)[] = [];
  let most = 0;
  let open = 0;
  await using server = await startWebServer((_, response) => {
    most = Math.max(most, ++open);
    held.push(() => {
      open--;
      response.end(archive);
    });
  });
  await using reader = repositoryReader(object({ url: server.url }), OPTIONS);
  const chart = { name: 'clock', version: '1.0.0', urls: [`${server.url}/c.tgz`] };
  const leaving = new AbortController();
  const fetches = Array.from({ length: 20 }, () => reader.fetch(chart));
  const left = reader.fetch(chart, leaving.signal).catch((error: Error) => error.message);
  while (held.length < 8) await new Promise((resolve) => setImmediate(resolve));
  leaving.abort(new Error('left'));
  expect(await left).toBe('left');
  const releasing = setInterval(() => held.shift()?.(), 1);
  await Promise.all(fetches);
  clearInterval(releasing);
  expect(most).toBe(8);
  expect(server.requests).toHaveLength(20);
});

test('a policy that does not read fails the listing, and not each of its charts', async () => {
  await using server = await startWebServer((_, response) => response.end(INDEX));
  const { url } = server;
  expect(await outcome(object({ url }, { 'luban.dev/require-signature': 'true' }))).toBe('LB7239');
  expect(await outcome(object({ url }, { 'luban.dev/signing-keys': 'nonsense' }))).toBe('LB7234');
  const identities = { 'luban.dev/signing-identities': 'https://issuer someone@example.com' };
  expect(await outcome(object({ url }, identities))).toBe('LB7237');
  expect(server.requests).toEqual([]);
});

test('a chartURL is fetched with the credentials of its repository, when it leads there', async () => {
  const archive = await chartArchive('clock', '1.0.0+x');
  await using registry = await RegistryDouble.start({ auth: 'basic' });
  registry.chart('x/clock', '1.0.0_x', archive);
  const chartURL = `oci://${registry.host}/x/clock:1.0.0+x`;
  const repository = object({ url: `oci://${registry.host}/x`, basicAuth: USER });
  const expected = { name: 'clock', version: '1.0.0+x', digest: sha256(archive) };
  const seen: number[] = [];
  const onBytes = (done: number) => void seen.push(done);
  const fetched = await fetchChart(chartURL, { ...OPTIONS, repository, expected, onBytes });
  expect(fetched).toMatchObject({ digest: sha256(archive), signature: { state: 'unsigned' } });
  expect(seen.at(-1)).toBe(archive.length);
  await expect(fetchChart(chartURL, OPTIONS)).rejects.toMatchObject({ code: 'LB7206', status: 502 });
  const elsewhere = object({ url: 'https://example.com', basicAuth: USER });
  await expect(fetchChart(chartURL, { ...OPTIONS, repository: elsewhere })).rejects.toMatchObject({ code: 'LB7206' });
  const other = { ...expected, version: '2.0.0' };
  await expect(fetchChart(chartURL, { ...OPTIONS, repository, expected: other })).rejects.toMatchObject({
    code: 'LB7238',
    status: 422,
  });
});
