import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { registerErrors } from '../../errors.ts';
import type { Identity } from '../../identity/identity.ts';
import { eventually } from '../../test-support/eventually.ts';
import type { Center } from '../center.ts';
import { CenterRights } from '../center-rights.ts';
import { registerPreviewRoutes } from './preview-routes.ts';
import type { Previews } from './previews.ts';

const ADA: Identity = { name: 'ada', groups: [], kind: 'user', via: 'session' };

/** The routes before previews that take as long as nobody ends them. */
async function stage(within: number) {
  const app = fastify({ forceCloseConnections: true });
  registerErrors(app);
  app.decorateRequest('identity', null);
  app.addHook('onRequest', async (request) => {
    request.identity = ADA;
  });
  const running: AbortSignal[] = [];
  const previews: Pick<Previews, 'of'> = {
    of: (_extension, _object, _request, signal) => {
      running.push(signal);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
  };
  const closing = new AbortController();
  const rights = new CenterRights({ allows: async () => true, watch: () => ({ [Symbol.dispose]() {} }) });
  const version = { metadata: { name: 'tide-1.0.0' }, spec: { version: '1.0.0' } };
  const center = { summary: () => undefined, versions: { find: () => version, of: () => [version] } };
  registerPreviewRoutes(app, {
    ...{ rights, within, closing: closing.signal },
    center: center as unknown as Center,
    previews: previews as Previews,
  });
  onTestFinished(() => app.close());
  const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/api/center/extensions/tide/preview`;
  const ask = (signal?: AbortSignal) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version: '1.0.0' }),
      signal,
    });
  return { ask, running, closing };
}

test('a preview ends when nobody waits for it, and makes room for the next', async () => {
  const { ask, running } = await stage(60_000);
  const clients = Array.from({ length: 3 }, () => new AbortController());
  const asked = clients.map(({ signal }) => ask(signal).catch(() => undefined));
  await eventually(() => expect(running).toHaveLength(2));
  for (const client of clients.slice(0, 2)) client.abort();
  await eventually(() => expect(running).toHaveLength(3));
  expect(running.slice(0, 2).every(({ aborted }) => aborted)).toBe(true);
  expect(running[2]!.aborted).toBe(false);
  clients[2]!.abort();
  await Promise.all(asked);
  await eventually(() => expect(running[2]!.aborted).toBe(true));
});

test('one that takes too long is given up, and so is one that waits for it', async () => {
  const { ask, running } = await stage(200);
  const answers = await Promise.all([ask(), ask(), ask()]);
  for (const answer of answers) {
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ error: { code: 'LB7615', params: { extension: 'tide' } } });
  }
  expect(running.every(({ aborted }) => aborted)).toBe(true);
});

test('no more wait than could be served, and all end with the server', async () => {
  const { ask, running, closing } = await stage(60_000);
  const asked = Array.from({ length: 30 }, () => ask());
  await eventually(() => expect(running).toHaveLength(2));
  const first = await Promise.any(asked);
  expect(first.status).toBe(503);
  closing.abort();
  const answers = await Promise.all(asked);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
});
