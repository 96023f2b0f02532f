import { once } from 'node:events';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { acceptUpgrades, takeUpgrade, wantsUpgrade } from './upgrades.ts';

async function echoServer(): Promise<string> {
  const app = fastify();
  onTestFinished(() => app.close());
  acceptUpgrades(app);
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers.cookie === undefined) await reply.code(401).send({ no: 'session' });
  });
  const sockets = new WebSocketServer({ noServer: true });
  app.get('/echo', async (request, reply) => {
    if (!wantsUpgrade(request)) return { upgrade: false };
    const { socket, head } = takeUpgrade(request, reply);
    sockets.handleUpgrade(request.raw, socket, head, (client) => {
      client.on('message', (data, binary) => client.send(data, { binary }));
    });
    return reply;
  });
  return app.listen({ port: 0, host: '127.0.0.1' });
}

const headers = { cookie: 'a=b' };

test('a route takes a connection over after the hooks have seen who asks', async () => {
  const client = new WebSocket(`${await echoServer()}/echo`, { headers });
  await once(client, 'open');
  client.send('hello');
  const [data] = (await once(client, 'message')) as [Buffer];
  expect(data.toString()).toBe('hello');
  client.close();
});

test.each([
  ['a hook', '/echo', {}, 401],
  ['no route', '/nowhere', headers, 404],
])('what %s answers goes out as an answer', async (_, path, headers, status) => {
  const client = new WebSocket(`${await echoServer()}${path}`, { headers });
  client.on('error', () => {});
  const [, response] = (await once(client, 'unexpected-response')) as [unknown, { statusCode: number }];
  expect(response.statusCode).toBe(status);
  client.terminate();
});

test('without an upgrade the route answers as any other', async () => {
  const response = await fetch(`${await echoServer()}/echo`, { headers });
  expect(await response.json()).toEqual({ upgrade: false });
});
