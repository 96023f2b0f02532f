import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { findDebianProgram } from './debian-program.ts';

afterEach(() => vi.unstubAllEnvs());

test('a program of the PATH is taken before any other, if it can be run', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'luban-program-'));
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  await mkdir(first);
  await mkdir(second);
  await writeFile(join(first, 'harbour-master'), 'only text', { mode: 0o644 });
  await writeFile(join(second, 'harbour-master'), '#!/bin/sh\n', { mode: 0o755 });
  vi.stubEnv('PATH', `:${first}:${second}`);
  expect(findDebianProgram('harbour-master')).toBe(join(second, 'harbour-master'));
  await rm(folder, { recursive: true });
});
