import { expect, test } from 'vitest';
import { ChartRepository } from '../chart-repository.ts';
import { openTransport } from '../http/transport.ts';
import { RegistryError } from '../registry-error.ts';
import { chartArchive } from '../testing/chart-archive.ts';
import { RegistryDouble, type RegistryDoubleOptions, USER } from '../testing/registry-double.ts';
import { startWebServer } from '../testing/web-server.ts';
import { OciRegistry } from './oci-registry.ts';

const PATIENCE = { pause: async () => {} };

async function registryWith(options: RegistryDoubleOptions): Promise<RegistryDouble> {
  const registry = await RegistryDouble.start(options);
  for (const name of ['clock', 'weather']) {
    for (const version of ['1.0.0', '1.1.0']) registry.chart(name, version, await chartArchive(name, version));
  }
  return registry;
}

const open = (registry: RegistryDouble, credentials?: { username: string; password: string }) =>
  new ChartRepository({ url: `oci://${registry.host}`, patience: PATIENCE, ...(credentials && { credentials }) });

const tokensAsked = ({ requests }: RegistryDouble) =>
  requests
    .filter(({ path }) => path.startsWith('/token'))
    .map(({ path }) => new URL(path, 'http://x').searchParams.get('scope'));

async function outcome(repository: ChartRepository): Promise<string> {
  try {
    return `${(await repository.list()).charts.length} charts`;
  } catch (error) {
    return error instanceof RegistryError ? error.code : String(error);
  }
}

test.each<[string, RegistryDoubleOptions, { username: string; password: string } | undefined, string]>([
  ['basic, right', { auth: 'basic' }, USER, '4 charts'],
  ['basic, none', { auth: 'basic' }, undefined, 'LB7206'],
  ['basic, wrong', { auth: 'basic' }, { username: 'ada', password: 'no' }, 'LB7206'],
  ['token, right', { auth: 'token' }, USER, '4 charts'],
  ['token, none', { auth: 'token' }, undefined, 'LB7206'],
  ['token, wrong', { auth: 'token' }, { username: 'ada', password: 'no' }, 'LB7206'],
  ['token, anonymous', { auth: 'token', anonymousTokens: true }, undefined, '4 charts'],
])('%s', async (_name, options, credentials, expected) => {
  await using registry = await registryWith(options);
  await using repository = open(registry, credentials);
  expect(await outcome(repository)).toBe(expected);
});

test('a token is asked for once for each thing that it is for', async () => {
  await using registry = await registryWith({ auth: 'token' });
  await using repository = open(registry, USER);
  await repository.list();
  const scopes = ['registry:catalog:*', 'repository:clock:pull', 'repository:weather:pull'];
  expect(tokensAsked(registry).sort()).toEqual(scopes);
  for (const chart of (await repository.list()).charts) await repository.archive(chart);
  expect(tokensAsked(registry)).toHaveLength(3);
});

test('a token that the registry has forgotten is asked for anew', async () => {
  await using registry = await registryWith({ auth: 'token' });
  await using repository = open(registry, USER);
  await repository.list();
  registry.forgetTokens();
  expect((await repository.list()).charts).toHaveLength(4);
  expect(tokensAsked(registry)).toHaveLength(6);
});

test('a token is renewed before it ends', async () => {
  await using registry = await registryWith({ auth: 'token' });
  await using transport = openTransport();
  let time = 0;
  const client = new OciRegistry(registry.host, { transport, credentials: USER, now: () => time });
  await client.tags('clock');
  time = 200_000;
  await client.tags('clock');
  expect(tokensAsked(registry)).toHaveLength(1);
  time = 299_000;
  await client.tags('clock');
  expect(tokensAsked(registry)).toHaveLength(2);
});

test('the password goes to the token service, and never to the registry or to where blobs are', async () => {
  await using store = await startWebServer((_, response) => response.writeHead(404).end());
  await using registry = await registryWith({ auth: 'token', blobsAt: store.url });
  await using repository = open(registry, USER);
  const [chart] = (await repository.list()).charts;
  await expect(repository.archive(chart!)).rejects.toMatchObject({ code: 'LB7223' });
  for (const { path, authorization } of registry.requests) {
    if (!path.startsWith('/token')) expect(authorization ?? 'Bearer').toMatch(/^Bearer/);
  }
  expect(store.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
});

test('a redirect of the token service loses the password', async () => {
  await using thief = await startWebServer((_, response) => response.end('{"token": "t"}'));
  await using service = await startWebServer((_, response) => response.writeHead(302, { location: thief.url }).end());
  await using registry = await registryWith({ auth: 'token', realm: `${service.url}/token` });
  await using repository = open(registry, USER);
  expect(await outcome(repository)).toBe('LB7206');
  expect(service.requests[0]?.authorization).toMatch(/^Basic /);
  expect(thief.requests[0]?.authorization).toBeUndefined();
});

test.each([
  ['http://auth.example/token', 'LB7227'],
  ['ftp://auth.example/token', 'LB7226'],
  ['nonsense', 'LB7226'],
])('the realm %s is not asked', async (realm, code) => {
  await using registry = await registryWith({ auth: 'token', realm });
  await using repository = open(registry, USER);
  expect(await outcome(repository)).toBe(code);
});

test.each([['{}'], ['[]'], ['null'], ['<html>'], ['{"token": 5}'], [JSON.stringify({ token: 'a\r\nx-evil: 1' })]])(
  'a service that answers %s gave no token',
  async (answer) => {
    await using service = await startWebServer((_, response) => response.end(answer));
    await using registry = await registryWith({ auth: 'token', realm: `${service.url}/token` });
    await using repository = open(registry, USER);
    expect(await outcome(repository)).toBe('LB7226');
  },
);
