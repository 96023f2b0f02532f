import { expect, test } from 'vitest';
import { identityStage } from './testing/identity-stage.ts';

const stage = identityStage();

test('a person may have fifty tokens', async () => {
  const { ask, cookieOf } = await stage.open();
  const cookie = await cookieOf(await stage.user());
  const make = () => ask('POST', '/api/session/tokens', { cookie, payload: { name: 'a' } });
  for (let i = 0; i < 50; i++) expect((await make()).statusCode).toBe(201);
  expect((await make()).json().error.code).toBe('LB5208');
  const { tokens } = (await ask('GET', '/api/session/tokens', { cookie })).json();
  expect((await ask('DELETE', `/api/session/tokens/${tokens[0].id}`, { cookie })).statusCode).toBe(204);
  expect((await make()).statusCode).toBe(201);
}, 15_000);
