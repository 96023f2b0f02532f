import { expect, test, vi } from 'vitest';
import { writeExtensionObjects } from './testing/center-objects.ts';
import { centerServer } from './testing/center-server.ts';

vi.setConfig({ testTimeout: 60_000 });

const ROOT = '/api/center/extensions';

test('addresses and bodies of all kinds are refused, and nothing breaks', async () => {
  const { ask, upload, post, put, cluster } = await centerServer();
  await upload({ name: 'tide', version: '1.0.0' });
  const names = [
    'a%2fb',
    '..',
    '%2e%2e',
    '__proto__',
    'constructor',
    'TIDE',
    `${'a'.repeat(64)}`,
    '%00',
    'a%0d%0ab',
    '-a',
    'a_b',
  ];
  for (const name of names) {
    for (const path of [name, `${name}/versions/1.0.0`, `${name}/versions/1.0.0/files/static/icon.svg`]) {
      expect((await ask('GET', `${ROOT}/${path}`)).statusCode, path).toBe(404);
    }
    expect((await ask('GET', `/api/center/installations/${name}`)).statusCode, name).toBe(404);
    expect([400, 404]).toContain((await ask('POST', `${ROOT}/${name}/install`, { payload: {} })).statusCode);
  }
  for (const version of ['..', '1..0', '%2e%2e', '1.0.0%2f..', 'latest', '__proto__', '1.0.0%00', '9'.repeat(500)]) {
    expect((await ask('GET', `${ROOT}/tide/versions/${version}`)).statusCode, version).toBe(404);
    expect((await post('tide/preview', { version })).statusCode, version).toBe(404);
  }
  const consent = 'sha256:x';
  const bodies: [object | string, number][] = [
    [{}, 400],
    [[], 400],
    ['"text"', 400],
    ['{"version": "1.0.0", "__proto__": {"consent": "x"}}', 400],
    [{ version: 1, consent }, 400],
    [{ version: { toString: 'x' }, consent }, 400],
    [{ version: '1.0.0', consent, config: 7 }, 400],
    [{ version: '1.0.0', consent, config: 'a: [1' }, 400],
    [{ version: '1.0.0', consent, config: '- a\n- b' }, 400],
    [{ version: '1.0.0', consent, config: 'a: 1\n---\nb: 2' }, 400],
    [{ version: '1.0.0', consent, config: `a: ${'x'.repeat(200_000)}` }, 400],
    [{ version: '1.0.0', consent, clusters: 'host' }, 400],
    [{ version: '1.0.0', consent, clusters: ['no-such'] }, 400],
    [{ version: '1.0.0', consent, clusters: ['../host'] }, 400],
    [{ version: '1.0.0', consent, overrides: { constructor: 'a: 1' } }, 400],
    [{ version: '1.0.0', consent, overrides: { host: ['a'] } }, 400],
    [{ version: '1.0.0', consent, ignoreDependencies: 'yes' }, 400],
    [{ version: '1.0.0', consent, upgradeStrategy: 'Sometimes' }, 400],
    [{ version: '2.0.0', consent }, 404],
    [{ version: '1.0.0', consent }, 409],
    [JSON.stringify({ version: 'x'.repeat(2_000_000) }), 413],
  ];
  for (const [payload, status] of bodies) {
    const response = await ask('POST', `${ROOT}/tide/install`, {
      headers: { 'content-type': 'application/json' },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
    expect(response.statusCode, JSON.stringify(payload).slice(0, 100)).toBe(status);
    expect(response.json()).toMatchObject({ error: { code: expect.stringMatching(/^LB\d{4}$/) } });
  }
  const where = await post('tide/install', { version: '1.0.0', consent, config: 'a: 1\nb: [2\n' });
  expect(where.json().error.params).toMatchObject({ field: 'config', line: 3, column: 1 });
  for (const path of ['tide/upgrade', 'tide/rollback', 'tide/cancel', 'tide/retry', 'tide/uninstall', 'tide/consent']) {
    const response = await post(path, { version: '1.0.0', consent, digest: 'x' });
    expect(response.statusCode, path).toBe(409);
  }
  expect((await put('tide/config', { config: 'a: 1' })).json()).toMatchObject({ error: { code: 'LB7604' } });
  expect((await post('nowhere/enable')).statusCode).toBe(404);
  for (const digest of ['x', '__proto__', '..%2f', 'a'.repeat(64)]) {
    expect((await ask('GET', `/api/center/icons/${digest}`)).statusCode).toBe(404);
  }

  // Objects that somebody wrote by hand.
  const bad = 'x" onload="alert(1)';
  await writeExtensionObjects(cluster.api.client, {
    name: 'odd',
    versions: ['1.0.0', 'not-a-version'],
    spec: {
      displayName: JSON.parse(`{"__proto__": "a", "en": "${'n'.repeat(9_000)}", "${'k'.repeat(300)}": "x"}`),
      icon: `data:text/html,<script>${bad}</script>`,
      provider: { en: { name: bad, url: 'javascript:alert(1)' } },
    },
  });
  const { card } = (await vi.waitUntil(
    async () => {
      const response = await ask('GET', `${ROOT}/odd`);
      return response.statusCode === 200 && response.json();
    },
    { timeout: 20_000 },
  )) as { card: Record<string, unknown> };
  expect(card).not.toHaveProperty('icon');
  expect(card.provider).toEqual({ en: { name: bad } });
  expect(Object.keys(card.displayName as object)).toEqual(['en']);
  expect((card.displayName as { en: string }).en.length).toBeLessThan(5_000);
});
