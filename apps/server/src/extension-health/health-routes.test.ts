import { expect, test } from 'vitest';
import { testServer } from '../test-support/test-server.ts';

const REPORT = { browser: 'tide', reports: [{ extension: 'notes', version: '1.0.0', outcome: 'ok' }] };

test('a tab whose session has ended reports in vain, and is not told that it did wrong', async () => {
  const { ask, askAsStranger } = await testServer();
  const told = await ask('POST', '/api/extension-health', { payload: REPORT });
  expect(told.statusCode).toBe(204);
  const stranger = await askAsStranger('POST', '/api/extension-health', { payload: REPORT });
  expect([stranger.statusCode, stranger.body]).toEqual([204, '']);
  expect((await ask('POST', '/api/extension-health', { payload: { reports: 7 } })).statusCode).toBe(400);
  expect((await askAsStranger('POST', '/api/extension-health', { payload: { reports: 7 } })).statusCode).toBe(204);
});
