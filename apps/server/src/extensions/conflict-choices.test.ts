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

const choose = ({ ask }: TestServer, payload: object) => ask('PUT', '/api/extension-conflicts', { payload });

test('an administrator decides who wins, in the index at once, and takes it back', async () => {
  const server = await testServer([claims('alpha'), claims('beta')]);
  const before = await conflict(server);
  expect(before).toMatchObject({ winner: { extension: 'alpha' }, loser: { extension: 'beta' } });
  const { kind, subject } = before;
  expect((await choose(server, { kind, subject, winner: 'beta' })).statusCode).toBe(204);
  await vi.waitFor(async () => expect((await conflict(server)).winner.extension).toBe('beta'), 5_000);
  expect((await choose(server, { kind, subject, winner: null })).statusCode).toBe(204);
  await vi.waitFor(async () => expect((await conflict(server)).winner.extension).toBe('alpha'), 5_000);
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
