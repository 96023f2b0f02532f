import { expect, test } from 'vitest';
import { createAddressGuard } from '../addresses/address-guard.ts';
import { resolved } from './cluster-kubeconfig.ts';

test('helm goes to the address that was found to be within bounds, and to no other', async () => {
  const guard = createAddressGuard([], {
    resolve: (hostname, _options, done) =>
      done(null, [{ address: hostname === 'good.example' ? '93.184.216.34' : '169.254.169.254', family: 4 }]),
  });
  const endpoint = { server: 'https://good.example:6443/clusters/one', lookup: guard.lookup };
  expect(await resolved(endpoint)).toMatchObject({
    server: 'https://93.184.216.34:6443/clusters/one',
    serverName: 'good.example',
  });
  expect(await resolved({ ...endpoint, serverName: 'api' })).toMatchObject({ serverName: 'api' });
  await expect(resolved({ ...endpoint, server: 'https://evil.example' })).rejects.toMatchObject({ code: 'LB5101' });
  const direct = { server: 'https://10.0.0.1:6443', lookup: guard.lookup };
  expect(await resolved(direct)).toBe(direct);
});
