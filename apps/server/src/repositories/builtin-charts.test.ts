import { chartArchive, sha256 } from '@luban/extension-package/testing';
import { expect, test } from 'vitest';
import { builtinReader } from './builtin-charts.ts';

test('what comes with the product is read without a network, and checked all the same', async () => {
  const archive = await chartArchive('clock', '1.0.0');
  const chart = { name: 'clock', version: '1.0.0', digest: sha256(archive), urls: ['clock-1.0.0.tgz'] };
  let charts = [chart];
  await using reader = builtinReader({ index: async () => charts, read: async () => archive });
  expect(await reader.list()).toEqual({ charts, problems: [], incomplete: [], unchanged: false });
  expect((await reader.list()).unchanged).toBe(true);
  expect(await reader.fetch(chart)).toMatchObject({ digest: chart.digest, signature: { state: 'unsigned' } });
  await expect(reader.fetch({ ...chart, digest: `sha256:${'0'.repeat(64)}` })).rejects.toMatchObject({
    code: 'LB7218',
  });
  charts = [];
  expect((await reader.list()).unchanged).toBe(false);
});
