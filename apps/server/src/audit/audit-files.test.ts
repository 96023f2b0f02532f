import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import type { AuditEvent } from './audit-event.ts';
import { AuditFiles, type AuditFilesOptions } from './audit-files.ts';

const event = (id: number): AuditEvent => ({
  id: `request-${id}`,
  time: new Date(Date.UTC(2026, 0, 1) + id).toISOString(),
  user: 'ada',
  kind: 'user',
  address: '203.0.113.7',
  verb: 'create',
  path: '/api/v1/namespaces/a/pods',
  code: 201,
  duration: 3,
  replica: 'one',
});

async function files(options: Partial<AuditFilesOptions> = {}) {
  const folder = options.folder ?? join(await temporaryFolder(), 'audit');
  const lost: number[] = [];
  const errors: unknown[] = [];
  const made = new AuditFiles({
    folder,
    onError: (error) => errors.push(error),
    onLoss: (events) => lost.push(events),
    ...options,
  });
  return { folder, lost, errors, made };
}

const ids = (events: readonly AuditEvent[]) => events.map(({ id }) => Number(id.split('-')[1]));

test('events are there again after a restart, in their order', async () => {
  const { folder, made } = await files();
  for (let i = 0; i < 100; i++) made.add(event(i));
  await made[Symbol.asyncDispose]();
  const { made: again } = await files({ folder });
  expect(ids(await again.last(1_000))).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect(ids(await again.last(3))).toEqual([97, 98, 99]);
  again.add(event(100));
  await again[Symbol.asyncDispose]();
  expect(ids(await again.last(2))).toEqual([99, 100]);
  expect((await stat(join(folder, 'audit-0.jsonl'))).mode & 0o077).toBe(0);
});

test('files have a size and a number that they do not exceed; the oldest events go', async () => {
  const { folder, made } = await files({ fileBytes: 2_000, files: 3 });
  for (let i = 0; i < 200; i++) {
    made.add(event(i));
    await made[Symbol.asyncDispose]();
  }
  expect((await readdir(folder)).sort()).toEqual(['audit-0.jsonl', 'audit-1.jsonl', 'audit-2.jsonl']);
  for (const name of await readdir(folder)) expect((await stat(join(folder, name))).size).toBeLessThanOrEqual(2_000);
  const kept = ids(await made.last(1_000));
  expect(kept.at(-1)).toBe(199);
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => 200 - kept.length + i));
  expect(kept.length).toBeGreaterThan(15);
});

test('a disk that does not answer holds nobody up; what finds no room is counted', async () => {
  const disk = Promise.withResolvers<void>();
  const { made, lost, folder } = await files({
    waitingBytes: 2_000,
    append: async (file, text) => {
      await disk.promise;
      await appendFile(file, text);
    },
  });
  for (let i = 0; i < 50; i++) made.add(event(i));
  const gone = lost.reduce((sum, count) => sum + count, 0);
  expect(gone).toBeGreaterThan(30);
  disk.resolve();
  await made[Symbol.asyncDispose]();
  expect((await readFile(join(folder, 'audit-0.jsonl'), 'utf8')).trimEnd().split('\n')).toHaveLength(50 - gone);
});

test('a disk that is full is told of once, and written to again when there is room', async () => {
  let full = true;
  const { made, lost, errors } = await files({
    append: async (file, text) => {
      if (full) throw new Error('ENOSPC: no space left on device');
      await appendFile(file, text);
    },
  });
  for (let i = 0; i < 5; i++) {
    made.add(event(i));
    await made[Symbol.asyncDispose]();
  }
  expect([errors.length, lost]).toEqual([1, [1, 1, 1, 1, 1]]);
  full = false;
  made.add(event(5));
  await made[Symbol.asyncDispose]();
  expect(ids(await made.last(10))).toEqual([5]);
});

test('lines that were cut off, or are somebody else’s, are left out', async () => {
  const { folder, made } = await files();
  made.add(event(1));
  await made[Symbol.asyncDispose]();
  const file = join(folder, 'audit-0.jsonl');
  const whole = await readFile(file, 'utf8');
  await writeFile(file, `\u0000\u0000\nnull\n[]\n{"time":5}\n${whole}${whole.slice(0, 40)}`);
  expect(ids(await made.last(10))).toEqual([1]);
});
