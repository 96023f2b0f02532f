import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openStore } from '../open-store.ts';
import { StoreLocked } from '../store-error.ts';
import { scratchDirectory } from '../testing/scratch.ts';
import { lockDirectory } from './directory-lock.ts';

test('a directory that this process has is not given twice, and free again afterwards', async () => {
  await using directory = await scratchDirectory();
  {
    await using _store = await openStore({ directory: directory.path });
    await expect(openStore({ directory: directory.path })).rejects.toThrow(StoreLocked);
  }
  await using _store = await openStore({ directory: directory.path });
});

test('another process has the directory until it ends, even if it is killed', async () => {
  await using directory = await scratchDirectory();
  const module = new URL('./directory-lock.ts', import.meta.url).href;
  const script = `import(${JSON.stringify(module)}).then(async (it) => {
    await it.lockDirectory(${JSON.stringify(directory.path)});
    console.info('locked');
    setInterval(() => {}, 1000);
  })`;
  const other = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(other.stdout, 'data');
    await expect(openStore({ directory: directory.path })).rejects.toThrow(
      `The store in ${directory.path} is in use by process ${other.pid} (${directory.path}/lock). Stop it`,
    );
  } finally {
    other.kill('SIGKILL');
    await once(other, 'exit');
  }
  await using _store = await openStore({ directory: directory.path });
  const { pid } = JSON.parse(await readFile(join(directory.path, 'lock'), 'utf8'));
  expect(pid).toBe(process.pid);
});

test.each([
  [
    'of an ended process whose number is this one’s',
    { pid: process.pid, host: hostname(), started: '1', token: 'x' },
    0,
  ],
  [
    'of an ended process whose number another one got',
    { pid: process.ppid, host: hostname(), started: '1', token: 'x' },
    0,
  ],
  ['of another machine that is silent', { pid: 1, host: 'elsewhere', started: '1', token: 'x' }, 120],
  ['that was never written wholly', undefined, 10],
])('the lock %s is taken over', async (_, owner, seconds) => {
  await using directory = await scratchDirectory();
  const file = join(directory.path, 'lock');
  await writeFile(file, owner === undefined ? '' : JSON.stringify(owner));
  const then = new Date(Date.now() - seconds * 1000);
  await utimes(file, then, then);
  {
    await using _lock = await lockDirectory(directory.path);
    await expect(lockDirectory(directory.path)).rejects.toThrow(StoreLocked);
  }
  expect(await readdir(directory.path)).toEqual([]);
});

test('the lock of another machine that shows signs of life is respected, also while it is being written', async () => {
  await using directory = await scratchDirectory();
  const file = join(directory.path, 'lock');
  await writeFile(file, '');
  const locking = lockDirectory(directory.path);
  await setTimeout(100);
  await writeFile(file, JSON.stringify({ pid: 1, host: 'elsewhere', started: '1', token: 'x' }));
  await expect(locking).rejects.toThrow(/by process 1 on elsewhere, which was alive 0 s ago/);
});

test('of many that come at once, one gets a stale lock', async () => {
  await using directory = await scratchDirectory();
  const late = async () => {
    await setTimeout(Math.random() * 4);
    return lockDirectory(directory.path);
  };
  for (let round = 0; round < 20; round++) {
    await writeFile(
      join(directory.path, 'lock'),
      JSON.stringify({ pid: process.pid, host: hostname(), started: '1', token: 'x' }),
    );
    const all = await Promise.allSettled(Array.from({ length: 8 }, late));
    const locks = all.filter((one) => one.status === 'fulfilled');
    expect(locks).toHaveLength(1);
    for (const lock of locks) await lock.value[Symbol.asyncDispose]();
  }
});
