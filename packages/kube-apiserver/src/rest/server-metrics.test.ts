import { expect, test } from 'vitest';
import { startTestApi } from '../testing.ts';

test('/metrics counts objects for those who may read it', async () => {
  await using api = await startTestApi();
  const read = async (username: string, groups: string[]) =>
    api.server.transport({ username, groups })({ method: 'GET', path: '/metrics' });
  const answer = await read('admin', ['system:masters']);
  expect(await answer.text()).toMatch(/^apiserver_storage_objects\{resource="namespaces"\} 4$/m);
  expect((await read('somebody', ['system:authenticated'])).status).toBe(403);
});
