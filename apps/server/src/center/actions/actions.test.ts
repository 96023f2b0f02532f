import { expect, test, vi } from 'vitest';
import { PLAN_MARKS } from '../../installation/installations.ts';
import { centerServer } from '../testing/center-server.ts';

vi.setConfig({ testTimeout: 60_000 });

test('a plan is written as the person decided, and every decision is one change of it', async () => {
  const { upload, version, post, put, plan } = await centerServer();
  await upload({ name: 'tide', version: '1.0.0', metadata: { installationMode: 'Multicluster' } });
  const { permissions } = await version('tide', '1.0.0');
  const config = 'level: 3 # high\n';

  expect((await post('tide/install', { version: '1.0.0', consent: 'sha256:other' })).json()).toMatchObject({
    error: { code: 'LB7607' },
  });
  const installed = await post('tide/install', {
    ...{ version: '1.0.0', consent: permissions.digest, config, upgradeStrategy: 'Automatic' },
    ...{ clusters: ['host'], overrides: { host: 'level: 4' } },
  });
  expect(installed.json()).toEqual({ name: 'tide' });
  expect(installed.statusCode).toBe(202);
  expect(await plan('tide')).toMatchObject({
    metadata: { annotations: { [PLAN_MARKS.by]: 'admin', [PLAN_MARKS.consent]: permissions.digest } },
    spec: {
      extension: { name: 'tide', version: '1.0.0' },
      ...{ enabled: true, upgradeStrategy: 'Automatic', config },
      clusterScheduling: { placement: { clusters: ['host'] }, overrides: { host: 'level: 4' } },
    },
  });

  expect((await post('tide/disable', {})).statusCode).toBe(202);
  expect((await plan('tide')).spec?.enabled).toBe(false);
  expect((await put('tide/strategy', { upgradeStrategy: 'Manual' })).statusCode).toBe(202);
  expect((await plan('tide')).spec?.upgradeStrategy).toBe('Manual');
});
