import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { ANNA, annasCluster, oddCluster, testProxy } from './test-proxy.ts';

// Whole servers, which take a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const EXEC = '/api/v1/namespaces/default/pods/web/exec?command=sh&stdin=true';

/** Something that echoes by WebSocket, and by a protocol of its own that begins with a word. */
async function echoCluster() {
  const odd = await oddCluster((_request, response) => response.writeHead(418).end('no upgrade'));
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: (protocols) => [...protocols][0] ?? false });
  odd.server.on('upgrade', (request, socket, head) => {
    odd.seen.push(request);
    if (request.headers.upgrade === 'refused') {
      socket.end(
        'HTTP/1.1 403 Forbidden\r\ncontent-type: application/json\r\ncontent-length: 17\r\n\r\n{"kind":"Status"}',
      );
    } else if (request.headers.upgrade === 'SPDY/3.1') {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\nSet-Cookie: a=b\r\n\r\nHELLO',
      );
      if (head.length > 0) socket.write(head);
      socket.pipe(socket);
    } else {
      sockets.handleUpgrade(request, socket, head, (client) => {
        client.on('message', (data, binary) => client.send(data, { binary }));
      });
    }
  });
  return odd;
}

function webSocket(url: string, options: { protocols?: string[]; headers?: Record<string, string> } = {}): WebSocket {
  const { protocols = ['v5.channel.k8s.io'], headers = {} } = options;
  const client = new WebSocket(url.replace('http', 'ws'), protocols, { headers });
  onTestFinished(() => client.terminate());
  return client;
}

test.each(['', '/clusters/odd'])('a WebSocket passes through %s in the name of the person', async (prefix) => {
  const odd = await echoCluster();
  const { url } = await testProxy([odd]);
  const client = webSocket(`${url}${prefix}${EXEC}`, {
    protocols: ['v5.channel.k8s.io', 'base64url.bearer.authorization.k8s.io.c29tZWJvZHk'],
    headers: { 'impersonate-user': 'root', authorization: 'Bearer x', cookie: 'a=b' },
  });
  await once(client, 'open');
  expect(client.protocol).toBe('v5.channel.k8s.io');
  const bytes = Buffer.from([0, 1, 255, 13, 10, 0xe6, 0xb5]);
  client.send(bytes);
  const [echo] = (await once(client, 'message')) as [Buffer];
  expect(echo.equals(bytes)).toBe(true);
  const [{ url: asked, headers }] = odd.seen as [(typeof odd.seen)[number]];
  expect(asked).toBe(EXEC);
  expect(headers).toMatchObject({
    authorization: 'Bearer lubans-own',
    'impersonate-user': 'anna',
    'sec-websocket-protocol': 'v5.channel.k8s.io',
  });
  expect(headers).not.toHaveProperty('cookie');
  client.close(1000, 'done');
  const [code] = await once(client, 'close');
  expect(code).toBe(1000);
});

/** A client of any protocol: what comes back, as it comes. */
function rawUpgrade(url: string, upgrade: string, behind = ''): { socket: Socket; text(): string } {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.write(
    `POST ${EXEC} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\n\r\n${behind}`,
  );
  return { socket, text: () => text };
}

test('any other protocol passes as raw bytes, and what came early is not lost', async () => {
  const odd = await echoCluster();
  const { url } = await testProxy([odd]);
  const { socket, text } = rawUpgrade(url, 'SPDY/3.1', 'early ');
  await expect.poll(text).toMatch(/HELLOearly $/);
  expect(text()).toMatch(/^HTTP\/1\.1 101 /);
  expect(text()).toMatch(/\r\nupgrade: SPDY\/3\.1\r\n/);
  expect(text()).toMatch(/\r\nx-stream-protocol-version: v4\.channel\.k8s\.io\r\n/);
  expect(text()).not.toMatch(/set-cookie/i);
  const large = 'x'.repeat(3_000_000);
  socket.write(large);
  await expect.poll(() => text().length - text().indexOf('HELLOearly ')).toBe('HELLOearly '.length + large.length);
});

test("the cluster's refusal of an upgrade arrives with its body", async () => {
  const { url } = await testProxy([await echoCluster()]);
  const { text } = rawUpgrade(url, 'refused');
  await expect.poll(text).toMatch(/^HTTP\/1\.1 403 Forbidden[\s\S]*\{"kind":"Status"\}/);
});

test.each([
  ['another page', { origin: 'https://evil.example' }],
  ['another page of the same site', { 'sec-fetch-site': 'same-site' }],
])('%s gets no WebSocket with the cookie of the person', async (_, headers) => {
  const odd = await echoCluster();
  const { url } = await testProxy([odd]);
  const client = webSocket(url + EXEC, { headers });
  client.on('error', () => {});
  const [, response] = (await once(client, 'unexpected-response')) as [unknown, { statusCode: number }];
  expect(response.statusCode).toBe(403);
  expect(odd.seen).toHaveLength(0);
});

test('a token is sent by no browser on its own, so its origin does not matter', async () => {
  const { url } = await testProxy([await echoCluster()], { identity: { ...ANNA, via: 'token' } });
  const headers = { origin: 'https://elsewhere.example', authorization: 'Bearer luban-token' };
  const client = webSocket(url + EXEC, { headers });
  await once(client, 'open');
});

test('when one end goes, the other is let go', async () => {
  const odd = await echoCluster();
  const { url } = await testProxy([odd]);
  const upstream = once(odd.server, 'upgrade');
  const client = webSocket(url + EXEC);
  const [, atCluster] = (await upstream) as [unknown, Socket];
  await once(client, 'open');
  client.terminate();
  await once(atCluster, 'close');

  const next = once(odd.server, 'upgrade');
  const second = webSocket(url + EXEC);
  second.on('error', () => {});
  const [, killed] = (await next) as [unknown, Socket];
  await once(second, 'open');
  killed.destroy();
  await once(second, 'close');
});

test('a client that goes while the cluster still thinks ends the request there', async () => {
  const odd = await oddCluster(() => {});
  const { url } = await testProxy([odd]);
  const asked = new Promise<Socket>((resolve) =>
    odd.server.on('upgrade', (_request, socket) => resolve(socket as Socket)),
  );
  const client = webSocket(url + EXEC);
  client.on('error', () => {});
  const atCluster = await asked;
  atCluster.on('error', () => {});
  const closed = new Promise((resolve) => atCluster.once('close', resolve));
  client.terminate();
  await closed;
});

test('a real cluster opens an exec and says itself what is wrong with it', async () => {
  const { url } = await testProxy([await annasCluster('host')]);
  const client = webSocket(url + EXEC);
  client.on('error', () => {});
  const [, response] = (await once(client, 'unexpected-response')) as [unknown, import('node:http').IncomingMessage];
  expect(response.statusCode).toBe(404);
});
