import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { fastify } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { limitBodyTime } from './body-time.ts';

async function answerTo(path: string, pauses: number): Promise<string> {
  const app = fastify();
  limitBodyTime(app, 150);
  app.post('/usual', async ({ body }) => String(body));
  app.post('/long', { config: { longBody: true } }, async ({ body }) => String(body));
  const url = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
  onTestFinished(() => app.close());
  const socket = connect(Number(url.port), url.hostname);
  await once(socket, 'connect');
  const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: text/plain`;
  socket.write(`${head}\r\nContent-Length: ${pauses}\r\n\r\n`);
  void (async () => {
    for (let sent = 0; sent < pauses && socket.writable; sent++) {
      socket.write('x');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  return text(socket);
}

test('a body that drips in is not waited for', async () => {
  expect(await answerTo('/usual', 100)).toMatch(/^HTTP\/1\.1 408 /);
});

test('where large files are sent it is, and a short one is everywhere', async () => {
  expect(await answerTo('/long', 8)).toMatch(/^HTTP\/1\.1 200 .*xxxxxxxx$/s);
  expect(await answerTo('/usual', 1)).toMatch(/^HTTP\/1\.1 200 .*x$/s);
});
