import type { Installation } from '@luban/manifest/center-api';
import { expect, test, vi } from 'vitest';
import { testServer } from '../../test-support/test-server.ts';

vi.setConfig({ testTimeout: 60_000 });

test('an interface without a plan is switched on and off, and nothing else is done with it', async () => {
  const { ask } = await testServer([{ name: 'tide' }]);
  const url = '/api/center/installations/tide';
  const read = async () => (await ask('GET', url)).json<Installation>();
  expect(await read()).toMatchObject({
    ...{ name: 'tide', origin: 'bundle', preinstalled: true, state: 'Installed', enabled: true, version: '1.0.0' },
    displayName: { en: 'The tide' },
  });
  const post = (action: string, payload = {}) => ask('POST', `/api/center/extensions/tide/${action}`, { payload });
  expect((await post('disable')).statusCode).toBe(202);
  expect(await read()).toMatchObject({ enabled: false });
  expect((await post('enable')).statusCode).toBe(202);
  expect(await read()).toMatchObject({ enabled: true });
  for (const action of ['uninstall', 'rollback', 'retry', 'cancel']) {
    expect((await post(action)).json(), action).toMatchObject({ error: { code: 'LB7620' } });
  }
});
