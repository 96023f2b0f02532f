import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { createAddressGuard } from '../addresses/address-guard.ts';
import { type OddCluster, oddCluster } from '../kube-proxy/test-proxy.ts';
import { ClusterConnection, type ClusterConnectionOptions, type ConnectionMonitor } from './cluster-connection.ts';
import type { ClusterEndpoint } from './cluster-endpoint.ts';

function connected(endpoint: ClusterEndpoint, options: ClusterConnectionOptions = {}): ClusterConnection {
  const connection = new ClusterConnection(endpoint, options);
  onTestFinished(() => connection[Symbol.asyncDispose]());
  return connection;
}

/** Something that answers with the path, never answers `/silent`, and takes every upgrade. */
async function answering(): Promise<OddCluster> {
  const odd = await oddCluster((request, response) => {
    if (request.url === '/silent') return;
    if (request.url === '/watch') response.writeHead(200).write('{}\n');
    else response.end(request.url);
  });
  odd.server.on('upgrade', (_request, socket) => {
    socket.on('error', () => {});
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: test\r\n\r\n');
  });
  return odd;
}

const UPGRADE = { method: 'GET', path: '/exec', headers: { connection: 'Upgrade', upgrade: 'test' } };

async function upgraded(connection: ClusterConnection): Promise<Duplex> {
  const result = await connection.upgrade(UPGRADE);
  if (!result.upgraded) throw new Error(`It answered ${result.response.status}`);
  return result.connection.socket;
}

test('paths are below that of the address, and the token is asked for each time', async () => {
  const { endpoint, seen } = await answering();
  let number = 0;
  const token = async () => `token-${++number}`;
  const connection = connected({ ...endpoint, token, server: `${endpoint.server}/k8s/c-1/` });
  const { body } = await connection.request({ method: 'GET', path: '/api/v1/pods?limit=1' });
  expect(await text(body)).toBe('/k8s/c-1/api/v1/pods?limit=1');
  (await upgraded(connection)).destroy();
  expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1']);
  expect(number).toBe(2);
});

test('a monitor hears of every exchange, and what it refuses is not sent', async () => {
  const { endpoint, seen } = await answering();
  const heard: unknown[] = [];
  let open = false;
  const monitor: ConnectionMonitor = {
    admit() {
      if (open) throw new Error('open');
    },
    answered: (status) => heard.push(status),
    failed: (error) => heard.push((error as NodeJS.ErrnoException).code),
  };
  const connection = connected(endpoint, { monitor });
  await text((await connection.request({ method: 'GET', path: '/a' })).body);
  (await upgraded(connection)).destroy();
  await connection.request({ method: 'GET', path: '/silent', answersWithin: 600 }).catch(() => {});
  expect(heard).toEqual([200, 101, 'UND_ERR_HEADERS_TIMEOUT']);
  open = true;
  const before = seen.length;
  await expect(connection.request({ method: 'GET', path: '/b' })).rejects.toThrow('open');
  await expect(connection.upgrade(UPGRADE)).rejects.toThrow('open');
  expect(seen).toHaveLength(before);
  expect((await connection.probe({ method: 'GET', path: '/readyz' })).status).toBe(200);
});

test('after a loss all that is under way ends with its reason, and new requests go on', async () => {
  const { endpoint } = await answering();
  const connection = connected(endpoint);
  const silent = connection.request({ method: 'GET', path: '/silent' }).catch((error: unknown) => error);
  const watch = await connection.request({ method: 'GET', path: '/watch' });
  const broken = once(watch.body.resume(), 'error');
  const reason = new Error('lost');
  connection.reset(reason);
  expect(await silent).toBe(reason);
  expect((await broken)[0]).toBe(reason);
  expect((await connection.request({ method: 'GET', path: '/again' })).status).toBe(200);
});

test('its end is the end of everything that went over it, upgraded connections too', async () => {
  const { endpoint, server } = await answering();
  const connection = new ClusterConnection(endpoint);
  const atCluster = once(server, 'upgrade');
  const socket = await upgraded(connection);
  const [, other] = (await atCluster) as [unknown, Duplex];
  const closed = Promise.all([once(socket, 'close'), once(other.resume(), 'close')]);
  await connection[Symbol.asyncDispose]();
  await closed;
  await expect(connection.request({ method: 'GET', path: '/' })).rejects.toThrow();
});

test('a name that comes to stand for an address out of bounds is not connected to, by request or by upgrade', async () => {
  const { endpoint, seen } = await answering();
  const { port } = new URL(endpoint.server);
  const { lookup } = createAddressGuard([], {
    resolve: (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
  });
  const connection = connected({ ...endpoint, server: `https://rebound.example:${port}`, lookup });
  await expect(connection.request({ method: 'GET', path: '/' })).rejects.toMatchObject({ code: 'LB5101' });
  await expect(connection.upgrade(UPGRADE)).rejects.toMatchObject({ code: 'LB5101' });
  await expect(connection.probe({ method: 'GET', path: '/' })).rejects.toMatchObject({ code: 'LB5101' });
  expect(seen).toHaveLength(0);
});

test('a cluster with the certificate of another is not spoken to', async () => {
  const { endpoint, seen } = await answering();
  const connection = connected({ ...endpoint, serverName: 'reef.example' });
  await expect(connection.request({ method: 'GET', path: '/' })).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
  await expect(connected({ ...endpoint, ca: undefined }).upgrade(UPGRADE)).rejects.toThrow(/certificate/);
  expect(seen).toHaveLength(0);
});
