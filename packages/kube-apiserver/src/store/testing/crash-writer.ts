/** A process that writes and tells of every write that became durable, until it is killed. See crash-rounds.ts. */
import { writeSync } from 'node:fs';
import { openStore, type StoreOptions } from '../open-store.ts';
import { CRASH_RESOURCE, plannedWrite, WRITERS } from './crash-plan.ts';
import { sampleObject } from './sample-objects.ts';

const [directory, round, writes, durability] = process.argv.slice(2);
const store = await openStore({
  directory,
  durability: durability as StoreOptions['durability'],
  // Small, so that processes are killed while they write one.
  snapshotAfterBytes: 100_000,
  onNotice() {},
});
let left = Number(writes);

async function writer(number: number): Promise<void> {
  for (let step = 0; left-- > 0; step++) {
    const exists = (key: string) => store.newest(CRASH_RESOURCE, key) !== undefined;
    const { key, value } = plannedWrite(Number(round), number, step, exists);
    const object = value === undefined ? undefined : sampleObject(key, value, 300);
    const { revision } = await store.write({ resource: CRASH_RESOURCE, key, object });
    writeSync(1, `${number} ${revision}\n`);
  }
}

await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)));
writeSync(1, 'done\n');
// It is killed in any case: an orderly end is another test.
setInterval(() => {}, 1000);
