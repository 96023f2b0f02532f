import { buffer } from 'node:stream/consumers';
import { InMemoryFs } from 'just-bash';
import { extract, pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { CAPACITY } from '../capacity.ts';
import { runTar } from './archive.ts';

const stage = () => ({ fs: new InMemoryFs({}, { maxTotalBytes: CAPACITY }), cwd: '/' });

async function archiveOf(name: string, content: Buffer): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name }, content);
  archive.finalize();
  return await buffer(archive);
}

test('a file that is larger than any string of the shell goes in and comes out as it was', async () => {
  const { fs, cwd } = stage();
  await fs.mkdir('/srv');
  const content = Buffer.alloc(100_000_001, 'LuBan 鲁班 ');
  const stdin = await archiveOf("it's large", content);
  expect(await runTar(['xf', '-', '-C', '/srv'], { fs, cwd, stdin: () => stdin })).toMatchObject({ exitCode: 0 });
  const { stdout, exitCode } = await runTar(['cf', '-', '-C', '/srv', "./it's large"], { fs, cwd, stdin: () => stdin });
  expect(exitCode).toBe(0);
  const reader = extract();
  reader.end(stdout);
  for await (const entry of reader) {
    expect(entry.header.name).toBe("./it's large");
    expect((await buffer(entry)).equals(content)).toBe(true);
  }
});

test('what does not fit is told', async () => {
  const fs = new InMemoryFs({}, { maxTotalBytes: 1_000 });
  const stdin = await archiveOf('large', Buffer.alloc(2_000));
  const outcome = await runTar(['xf', '-'], { fs, cwd: '/', stdin: () => stdin });
  expect(outcome.exitCode).toBe(2);
  expect(outcome.stderr).toMatch(/^tar: ENOSPC/);
});
