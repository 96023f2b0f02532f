import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fastify } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { createMetrics } from '../metrics/metrics.ts';
import { limitConnections } from './connection-limits.ts';
import { DEFAULT_RULES } from './limit-rules.ts';
import { SERVER_OPTIONS } from './server-limits.ts';

/** A server with the limits of the real one, and less patience. */
async function server(options: { perAddress?: number; total?: number } = {}) {
  const app = fastify({
    ...SERVER_OPTIONS,
    requestTimeout: 600,
    http: { ...SERVER_OPTIONS.http, headersTimeout: 300, connectionsCheckingInterval: 50 },
  });
  const metrics = createMetrics();
  const connections = { ...DEFAULT_RULES.connections, ...options };
  const rules = { ...DEFAULT_RULES, connections };
  limitConnections(app.server, { limits: () => ({ rules, from: 'defaults' }), metrics });
  app.get('/', async () => 'hello');
  app.post('/', async () => 'taken');
  await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    app.server.closeAllConnections();
    await app.close();
  });
  const address = app.server.address();
  const port = typeof address === 'object' ? address!.port : 0;
  return { port, metrics };
}

interface Client {
  socket: Socket;
  /** Everything that came, when the other side has ended. */
  ended: Promise<string>;
}

async function client(port: number): Promise<Client> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  socket.on('error', () => {});
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  await once(socket, 'connect');
  return { socket, ended };
}

test('headers that come byte by byte do not keep a connection', async () => {
  const { port } = await server();
  const { socket, ended } = await client(port);
  const drip = setInterval(() => socket.write('x'), 20);
  onTestFinished(() => clearInterval(drip));
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ');
  expect(await ended).toMatch(/^HTTP\/1\.1 408 /);
});

test('a body that comes byte by byte does not either', async () => {
  const { port } = await server();
  const { socket, ended } = await client(port);
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n');
  const drip = setInterval(() => socket.write(' '), 20);
  onTestFinished(() => clearInterval(drip));
  expect(await ended).toMatch(/^HTTP\/1\.1 408 /);
});

test('headers larger than 32 KiB are refused, and those just below are not', async () => {
  const { port } = await server();
  const ask = async (bytes: number) => {
    const { socket, ended } = await client(port);
    socket.write(`GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Long: ${'x'.repeat(bytes)}\r\n\r\n`);
    return (await ended).split('\r\n', 1)[0];
  };
  expect(await ask(31 * 1024)).toBe('HTTP/1.1 200 OK');
  expect(await ask(33 * 1024)).toMatch(/^HTTP\/1\.1 431 /);
});

test('an address has only so many connections at once, and an ended one makes room', async () => {
  const { port, metrics } = await server({ perAddress: 3 });
  const first = await Promise.all([client(port), client(port), client(port)]);
  const answered = async ({ socket, ended }: Client) => {
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    return (await ended).includes('hello');
  };
  expect(await answered(await client(port))).toBe(false);
  expect(await answered(first[0]!)).toBe(true);
  expect(await answered(await client(port))).toBe(true);
  expect(await metrics.render()).toMatch(/^luban_connections_refused_total 1$/m);
});

test('however many addresses there are, connections have an end', async () => {
  const { port } = await server({ total: 2 });
  await Promise.all([client(port), client(port)]);
  const { ended } = await client(port);
  expect(await ended).toBe('');
});
