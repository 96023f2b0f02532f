import { expect, test, vi } from 'vitest';
import { type TestServer, testServer } from '../test-support/test-server.ts';

const claims = (name: string) => ({
  name,
  manifest: {
    contributes: {
      routes: [
        {
          id: 'page',
          mount: 'root' as const,
          path: 'shared',
          title: name,
          component: { $ref: './pages/Page#default' },
        },
      ],
    },
  },
});

interface Listed {
  conflicts: { kind: string; subject: string; winner: { extension: string }; loser: { extension: string } }[];
}

async function conflict({ ask }: TestServer) {
  const [found] = ((await ask('GET', '/api/extensions')).json() as Listed).conflicts;
  return found!;
}

const choices = async ({ ask }: TestServer) => (await ask('GET', '/api/extensions')).json().choices as unknown;

const choose = ({ ask }: TestServer, payload: object) => ask('PUT', '/api/extension-conflicts', { payload });

test('an administrator decides who wins, in the index at once, and takes it back', async () => {
  const server = await testServer([claims('alpha'), claims('beta')]);
  const before = await conflict(server);
  expect(before).toMatchObject({ winner: { extension: 'alpha' }, loser: { extension: 'beta' } });
  const { kind, subject } = before;
  expect(await choices(server)).toEqual([]);
  expect((await choose(server, { kind, subject, winner: 'beta' })).statusCode).toBe(204);
  expect((await conflict(server)).winner.extension).toBe('beta');
  expect(await choices(server)).toEqual([{ kind, subject, winner: 'beta' }]);
  // To say what is so anyway is a choice as well, and to be seen as one.
  expect((await choose(server, { kind, subject, winner: 'alpha' })).statusCode).toBe(204);
  expect((await conflict(server)).winner.extension).toBe('alpha');
  expect(await choices(server)).toEqual([{ kind, subject, winner: 'alpha' }]);
  expect((await choose(server, { kind, subject, winner: null })).statusCode).toBe(204);
  expect((await conflict(server)).winner.extension).toBe('alpha');
  expect(await choices(server)).toEqual([]);
});

test('a choice outlives the conflict that it was made about, and can be taken back then', async () => {
  const server = await testServer([claims('alpha'), claims('beta')]);
  const { kind, subject } = await conflict(server);
  expect((await choose(server, { kind, subject, winner: 'beta' })).statusCode).toBe(204);
  expect((await server.ask('POST', '/api/extensions/alpha/disable')).statusCode).toBe(200);
  await vi.waitFor(async () => expect(await conflict(server)).toBeUndefined());
  expect(await choices(server)).toEqual([{ kind, subject, winner: 'beta' }]);
  expect((await choose(server, { kind, subject, winner: null })).statusCode).toBe(204);
  expect(await choices(server)).toEqual([]);
});

test('what nobody claims, and what cannot be read, is refused', async () => {
  const server = await testServer([claims('alpha'), claims('beta')]);
  const { kind, subject } = await conflict(server);
  for (const winner of ['gamma', 'luban', '__proto__']) {
    const refused = await choose(server, { kind, subject, winner });
    expect([refused.statusCode, refused.json().error.code]).toEqual([409, 'LB5017']);
  }
  for (const payload of [{}, { kind, subject }, { kind: '', subject, winner: 'beta' }, { kind, subject, winner: 5 }]) {
    const refused = await choose(server, payload);
    expect([refused.statusCode, refused.json().error.code]).toEqual([400, 'LB5015']);
  }
  const nobody = await server.askAsStranger('PUT', '/api/extension-conflicts', { payload: {} });
  expect(nobody.statusCode).toBe(401);
});
