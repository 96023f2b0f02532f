import { once } from 'node:events';
import { createServer } from 'node:http';
import { Agent, request } from 'undici';
import { expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { type AddressGuardOptions, createAddressGuard, isAddressRefusal } from './address-guard.ts';

const code = (call: () => unknown) => {
  try {
    call();
    return 'passes';
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
};

test.each([
  ['https://127.0.0.1:6443', 'loopback'],
  ['https://127.8.9.10', 'loopback'],
  ['https://2130706433', 'loopback'],
  ['https://0x7f.1', 'loopback'],
  ['https://0177.0.0.1', 'loopback'],
  ['https://127.0.0.1.', 'loopback'],
  ['https://127。0。0。1', 'loopback'],
  ['https://localhost:8443', 'loopback'],
  ['https://LOCALHOST.', 'loopback'],
  ['https://api.localhost', 'loopback'],
  ['https://0.0.0.0', 'loopback'],
  ['https://[::1]:6443', 'loopback'],
  ['https://[::]', 'loopback'],
  ['https://[0:0:0:0:0:0:0:1]', 'loopback'],
  ['https://[::ffff:127.0.0.1]', 'loopback'],
  ['https://[::ffff:7f00:1]', 'loopback'],
  ['https://[::127.0.0.1]', 'loopback'],
  ['https://[64:ff9b::7f00:1]', 'loopback'],
  ['https://[2002:7f00:1::]', 'loopback'],
  ['https://169.254.169.254/latest/meta-data', 'link-local'],
  ['https://[fe80::1]', 'link-local'],
  ['https://[::ffff:169.254.169.254]', 'link-local'],
  ['https://[64:ff9b::a9fe:a9fe]', 'link-local'],
  ['https://10.0.0.1', 'private'],
  ['https://172.31.255.255', 'private'],
  ['https://192.168.0.1', 'private'],
  ['https://100.100.100.200', 'private'],
  ['https://[fd00:ec2::254]', 'private'],
  ['https://[2002:c0a8:1::]', 'private'],
  ['https://255.255.255.255', 'reserved'],
  ['https://224.0.0.1', 'reserved'],
  ['https://[ff02::1]', 'reserved'],
  ['oci://0x7f.1/charts', 'loopback'],
  ['http://user:password@127.0.0.1', 'loopback'],
  ['http://example.com@127.0.0.1', 'loopback'],
])('%s is refused as %s', (url, range) => {
  const { check } = createAddressGuard([]);
  expect(code(() => check(url))).toBe('LB5101');
  expect(() => check(url)).toThrow(expect.objectContaining({ params: expect.objectContaining({ range }) }));
});

test.each([
  'https://example.com',
  'https://93.184.216.34:6443',
  'https://172.15.0.1',
  'https://172.32.0.1',
  'https://[2606:2800:220:1::1]',
  'https://[::ffff:93.184.216.34]',
  'oci://registry.example.com/charts',
  'https://ks-apiserver.kubesphere-system.svc',
])('%s passes', (url) => {
  expect(code(() => createAddressGuard([]).check(url))).toBe('passes');
});

test.each([
  '',
  'example.com',
  'https://',
  'https://exa mple.com',
  'file:///etc/passwd',
  'data:text/plain,x',
  'unix:/run/x',
])('%j is no URL with a host', (url) => {
  expect(code(() => createAddressGuard([]).check(url))).toBe('LB5102');
});

test.each([
  [['127.0.0.1'], 'https://127.0.0.1:6443', 'passes'],
  [['127.0.0.1'], 'https://2130706433:1', 'passes'],
  [['127.0.0.1'], 'https://127.0.0.2', 'LB5101'],
  [['127.0.0.1:6443'], 'https://127.0.0.1:6443', 'passes'],
  [['127.0.0.1:6443'], 'https://127.0.0.1:6444', 'LB5101'],
  [['127.0.0.1:443'], 'https://127.0.0.1', 'passes'],
  [['127.0.0.1:6443', '127.0.0.1'], 'https://127.0.0.1:9', 'passes'],
  [['::1'], 'https://[::1]:6443', 'passes'],
  [['[::1]:6443'], 'https://[::1]:6443', 'passes'],
  [['[::1]:6443'], 'https://[::1]:6444', 'LB5101'],
  [['localhost'], 'https://localhost', 'passes'],
  [['localhost'], 'https://127.0.0.1', 'LB5101'],
  [['git.corp.example:8443'], 'https://git.corp.example', 'LB5101'],
  [['example.com'], 'https://10.0.0.1', 'LB5101'],
])('with %j allowed, %s: %s', (allowHosts, url, outcome) => {
  expect(code(() => createAddressGuard(allowHosts).check(url))).toBe(outcome);
});

type Found = Record<string, string[]>;

/** What a connection would be made to, or the code of the refusal. */
async function resolved(hostname: string, found: Found, allowHosts: string[] = [], options: AddressGuardOptions = {}) {
  const guard = createAddressGuard(allowHosts, {
    ...options,
    resolve: (name, _options, done) =>
      done(
        null,
        (found[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
  });
  return new Promise<unknown>((resolve) => {
    guard.lookup(hostname, { all: true }, (error, addresses) => {
      if (error instanceof Refusal) resolve(error.code);
      else resolve((addresses as { address: string }[]).map(({ address }) => address));
    });
  });
}

test.each<[string, string[], unknown]>([
  ['rebound.example', ['127.0.0.1'], 'LB5101'],
  ['rebound.example', ['169.254.169.254'], 'LB5101'],
  ['rebound.example', ['::ffff:10.0.0.1'], 'LB5101'],
  ['rebound.example', ['fe80::1%eth0'], 'LB5101'],
  ['nothing.example', [], 'LB5101'],
  ['both.example', ['10.0.0.1', '93.184.216.34'], ['93.184.216.34']],
  ['public.example', ['93.184.216.34'], ['93.184.216.34']],
  ['api.shop.svc', ['10.96.0.20'], ['10.96.0.20']],
  ['api.shop.svc.cluster.local', ['10.96.0.20'], ['10.96.0.20']],
  ['api.shop.svc', ['127.0.0.1'], 'LB5101'],
  ['api.shop.svc', ['169.254.169.254'], 'LB5101'],
  ['api.shop.svc.evil.example', ['10.96.0.20'], 'LB5101'],
])('a name %s that stands for %j gives %j', async (name, addresses, outcome) => {
  expect(await resolved(name, { [name]: addresses })).toEqual(outcome);
});

test('names and addresses that are allowed resolve, and services only where the cluster is', async () => {
  const found = { 'git.corp.example': ['10.1.2.3'], 'api.shop.svc': ['10.1.2.3'] };
  expect(await resolved('git.corp.example', found, ['git.corp.example'])).toEqual(['10.1.2.3']);
  expect(await resolved('git.corp.example.', { 'git.corp.example.': ['10.1.2.3'] }, ['git.corp.example'])).toEqual([
    '10.1.2.3',
  ]);
  expect(await resolved('git.corp.example', found, ['10.1.2.3'])).toEqual(['10.1.2.3']);
  expect(await resolved('git.corp.example', found, ['10.1.2.3:443'])).toBe('LB5101');
  expect(await resolved('api.shop.svc', found, [], { clusterServices: false })).toBe('LB5101');
});

test('a connection by a guarded name is never opened', async () => {
  let connections = 0;
  const server = createServer((_request, response) => response.end('secret')).listen(0, '127.0.0.1');
  server.on('connection', () => connections++);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const rebinding = (allowHosts: string[]) =>
    createAddressGuard(allowHosts, {
      resolve: (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    });
  const ask = async (allowHosts: string[]) => {
    const agent = new Agent({ connect: { lookup: rebinding(allowHosts).lookup } });
    try {
      const { body } = await request(`http://rebound.example:${port}/`, { dispatcher: agent });
      return await body.text();
    } finally {
      await agent.destroy();
    }
  };
  const failure = await ask([]).catch((error: unknown) => error);
  expect(isAddressRefusal(failure)).toBe(true);
  expect(connections).toBe(0);
  expect(await ask(['rebound.example'])).toBe('secret');
  server.close();
});
