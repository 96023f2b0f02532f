import { ManualClock } from '@luban/kube';
import { expect, test } from 'vitest';
import { SimulatedDisk } from '../testing/simulated-disk.ts';
import { WriteAheadLog } from './write-ahead-log.ts';

test('a log that is to go on where it began keeps what it has', async () => {
  const files = new SimulatedDisk();
  const options = { files, directory: '/', durability: 'always', clock: new ManualClock(), onError() {} } as const;
  await using log = await WriteAheadLog.create(options, 5);
  await log.append([{ resource: 'pods', key: 'a/1', revision: 6, expiry: 0, json: Buffer.from('{}') }]);
  const written = files.bytes('log-0000000000000005');
  await log.rotate(5);
  expect(files.bytes('log-0000000000000005')).toEqual(written);
  await log.rotate(6);
  expect((await files.list()).sort()).toEqual(['log-0000000000000005', 'log-0000000000000006']);
  expect(log.length).toBe(files.bytes('log-0000000000000006').length);
});
