import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { helmBinary } from './helm-binary.ts';

async function fakeHelm(folder: string, version: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'helm');
  await writeFile(path, `#!/bin/sh\necho ${version}\n`);
  await chmod(path, 0o755);
  return path;
}

describe('helm is', () => {
  test('the one that is named, and then the one in the PATH', async () => {
    const folder = await temporaryFolder();
    const three = await fakeHelm(join(folder, 'three'), 'v3.17.2');
    const four = await fakeHelm(join(folder, 'four'), 'v4.1.0');
    const place = { tools: join(folder, 'tools'), searchPath: `relative:${folder}:${join(folder, 'four')}` };
    expect(await helmBinary({ ...place, path: three })()).toEqual({ path: three, major: 3 });
    expect(await helmBinary(place)()).toEqual({ path: four, major: 4 });
  });

  test('the one that came with the product, unpacked once', { timeout: 20_000 }, async () => {
    const tools = join(await temporaryFolder(), 'cache', 'tools');
    const [one, two] = await Promise.all([1, 2].map(() => helmBinary({ tools, searchPath: '' })()));
    expect(one).toMatchObject({ major: 3 });
    expect(two).toEqual(one);
    expect(await readdir(tools)).toHaveLength(1);
  });

  test('nowhere, which is said with what to do, and looked for again', async () => {
    const folder = await temporaryFolder();
    const find = helmBinary({ tools: folder, searchPath: folder, platform: 'plan9 mips' });
    await expect(find()).rejects.toMatchObject({ status: 503, code: 'LB7501' });
    const path = await fakeHelm(folder, 'v3.0.0');
    expect(await find()).toEqual({ path, major: 3 });
  });

  test.each([
    ['another program', 'v2.17.0', /v2\.17\.0/],
    ['no version', '', /version/],
  ])('not %s', async (_, version, reason) => {
    const folder = await temporaryFolder();
    const path = await fakeHelm(folder, version);
    const refusal = { status: 503, code: 'LB7502', params: { path, reason: expect.stringMatching(reason) } };
    await expect(helmBinary({ path, tools: folder })()).rejects.toMatchObject(refusal);
    await expect(helmBinary({ path: join(folder, 'none'), tools: folder })()).rejects.toMatchObject({ code: 'LB7502' });
  });
});
