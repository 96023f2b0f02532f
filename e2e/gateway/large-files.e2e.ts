/** Large files through the gateway to a real `tar`, as a kubelet that runs processes starts it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, expect, test } from 'vitest';
import { startContainerServer } from '../../apps/server/src/terminal/test-support/container-server.ts';
import { processKubelet } from '../../apps/server/src/terminal/test-support/process-kubelet.ts';

const kubelet = processKubelet();
const server = await startContainerServer(kubelet);
const folder = await realpath(await mkdtemp(join(tmpdir(), 'luban-large-')));
afterAll(() => rm(folder, { recursive: true, force: true }));

const SIZE = 200 * 2 ** 20;
const PIECE = 2 ** 18;

/** The same bytes each time, of which no two pieces are equal. */
function* content(): Generator<Buffer> {
  const piece = Buffer.alloc(PIECE, 'LuBan 鲁班 ');
  for (let at = 0; at < SIZE; at += PIECE) {
    piece.writeDoubleBE(at, 0);
    yield Buffer.from(piece);
  }
}

/** Buffers that are alive now, at the most that was seen. All of the product runs in this process. */
function watchBuffers(): { most(): number; stop(): void } {
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().arrayBuffers);
  }, 20);
  return { most: () => most, stop: () => clearInterval(timer) };
}

test('200 MB go both ways, byte for byte, and are never in memory', async () => {
  const path = join(folder, 'large file');
  const sent = createHash('sha256');
  const watched = watchBuffers();
  const put = request(server.files('/upload', path), {
    method: 'PUT',
    headers: { cookie: server.cookie, 'content-length': SIZE },
  });
  const answered = new Promise<number>((resolve, reject) =>
    put.on('response', ({ statusCode }) => resolve(statusCode ?? 0)).on('error', reject),
  );
  async function* hashed() {
    for (const piece of content()) {
      sent.update(piece);
      yield piece;
    }
  }
  await pipeline(Readable.from(hashed(), { objectMode: false }), put);
  expect(await answered).toBe(201);
  const digest = sent.digest('hex');
  expect((await stat(path)).size).toBe(SIZE);
  const written = createHash('sha256');
  await pipeline(createReadStream(path), written);
  expect(written.digest('hex')).toBe(digest);

  const got = await fetch(server.files('/download', path), { headers: { cookie: server.cookie } });
  expect(got.headers.get('content-length')).toBe(`${SIZE}`);
  const received = createHash('sha256');
  for await (const piece of got.body!) received.update(piece as Uint8Array);
  watched.stop();
  expect(received.digest('hex')).toBe(digest);
  // Garbage that waits to be collected is counted too; a copy of the file would be more than all of that.
  expect(watched.most()).toBeLessThan(SIZE);
}, 120_000);

test('a download that nobody takes stands still in the container', async () => {
  const response = await fetch(server.files('/download', join(folder, 'large file')), {
    headers: { cookie: server.cookie },
  });
  const reader = response.body!.getReader();
  await reader.read();
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(process.memoryUsage().arrayBuffers).toBeLessThan(SIZE);
  await reader.cancel();
});
