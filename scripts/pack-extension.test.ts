import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readPackage } from '@luban/extension-package';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packExtension } from './pack-extension.ts';

const SCRIPT = join(import.meta.dirname, 'pack-extension.ts');

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luban-pack-extension-'));
  const metadata = {
    apiVersion: 'kubesphere.io/v1alpha1',
    name: 'tide-clock',
    version: '1.0.0',
    displayName: { en: 'Tide clock' },
    description: { en: 'Tides.' },
    category: 'dev-tools',
    provider: { en: { name: 'Harbour Works' } },
    icon: './icon.svg',
    colour: 'blue',
  };
  await writeFile(join(folder, 'extension.yaml'), JSON.stringify(metadata));
  await writeFile(join(folder, 'icon.svg'), '<svg/>');
  await writeFile(join(folder, 'notes.txt'), '');
});

afterEach(() => rm(folder, { recursive: true }));

test('writes the package, and says what is odd and what is not in it', async () => {
  const file = join(folder, 'tide-clock-1.0.0.tgz');
  const lines = await packExtension(folder, folder);
  const { digest } = await readPackage(await readFile(file));
  expect(lines).toEqual([
    expect.stringMatching(/^LB7130 extension\.yaml: the field colour is not known/),
    'Not in the package: notes.txt',
    `${file}: 3 files, 1 kB, ${digest}`,
  ]);
});

test('writes to a file of any name', async () => {
  const file = join(folder, 'any.tgz');
  await packExtension(folder, file);
  expect((await readPackage(await readFile(file))).metadata.name).toBe('tide-clock');
});

test('as a command, it says all that is wrong, with numbers, and fails', async () => {
  await writeFile(join(folder, 'extension.yaml'), 'name: A\nversion: "1"\n');
  const running = promisify(execFile)(process.execPath, [SCRIPT, folder, folder]);
  const { code, stderr } = (await running.catch((error: unknown) => error)) as { code?: number; stderr: string };
  expect(code).toBe(1);
  expect(stderr.match(/^LB\d{4}/gm)).toEqual(['LB7116', 'LB7118', 'LB7119', ...Array(5).fill('LB7116')]);
});
