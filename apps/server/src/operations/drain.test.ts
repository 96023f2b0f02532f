import { once } from 'node:events';
import { type Agent, get, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FastifyInstance, fastify } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { registerDrain } from './drain.ts';

interface Server {
  app: FastifyInstance;
  url: string;
  /** Lets the answer of `/slow` out. */
  answer(): void;
}

async function server(within?: number): Promise<Server> {
  const app = fastify({ forceCloseConnections: 'idle' });
  registerDrain(app, { within });
  const slow = Promise.withResolvers<string>();
  app.get('/slow', () => slow.promise);
  app.get('/stream', (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200).write('first\n');
    // Hears of nothing, as a source that is not asked would.
    const timer = setInterval(() => reply.raw.write('more\n'), 1);
    reply.raw.once('close', () => clearInterval(timer));
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    app.server.closeAllConnections();
    await app.close();
  });
  return { app, url, answer: () => slow.resolve('done') };
}

async function ask(url: string, agent?: Agent): Promise<IncomingMessage> {
  const [answer] = (await once(get(url, { agent }), 'response')) as [IncomingMessage];
  return answer;
}

async function text(answer: IncomingMessage): Promise<string> {
  let all = '';
  for await (const chunk of answer) all += String(chunk);
  return all;
}

test('a request that runs is answered, although its connection would be kept', async () => {
  const { app, url, answer } = await server();
  const agent = new HttpAgent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const asked = ask(`${url}/slow`, agent);
  await sleep(50);
  const closing = app.close();
  await sleep(50);
  answer();
  expect(await text(await asked)).toBe('done');
  await closing;
});

test('a stream ends as if it were over', async () => {
  const { app, url } = await server();
  const stream = await ask(`${url}/stream?watch=true`);
  const read = text(stream);
  await Promise.all([app.close(), read]);
  expect(await read).toMatch(/^first\n(?:more\n)*$/);
  expect(stream.complete).toBe(true);
});

test('what does not end is cut off after the time there is', async () => {
  const { app, url } = await server(200);
  const never = ask(`${url}/slow`);
  const outcome = never.then(
    () => 'answered',
    () => 'cut off',
  );
  const stream = await ask(`${url}/stream`);
  stream.resume();
  const cut = once(stream, 'error').then(
    () => 'cut off',
    () => 'cut off',
  );
  await app.close();
  expect([await outcome, await cut, stream.complete]).toEqual(['cut off', 'cut off', false]);
});

test('a server that never listened ends too', async () => {
  const app = fastify({ forceCloseConnections: 'idle' });
  registerDrain(app);
  await app.ready();
  await app.close();
});
