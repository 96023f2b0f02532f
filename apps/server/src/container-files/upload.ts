import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { Refusal } from '../refusal.ts';
import { splitPath } from './container-path.ts';
import { tests } from './download.ts';
import { TAR_END, tarHeader, tarPadding } from './gnu-tar.ts';
import { complaint, complaintOf, exitCode, runTool, startTool, type ToolPlace } from './run-tool.ts';
import { checkedEntry } from './uploaded-entry.ts';

/** Entries of one uploaded folder. */
const MOST_ENTRIES = 100_000;

/**
 * Writes one file into a container. It gets its name when it is complete: until then whatever was there stays.
 *
 * @param path as of `containerPath`
 * @param body as many bytes as `size` says
 * @throws Refusal LB5621 no `tar`, LB5622 no such folder, LB5623 it cannot be written, LB5627 a folder has the name
 */
export async function uploadFile(
  place: ToolPlace,
  path: string,
  body: Readable,
  { size, mode }: { size: number; mode: number },
): Promise<void> {
  const { folder, name } = splitPath(path);
  if (await tests(place, '-d', path)) throw new Refusal(409, 'LB5627', { path });
  const partial = `.luban-${randomBytes(8).toString('hex')}.part`;
  const partialPath = `${folder === '/' ? '' : folder}/${partial}`;
  async function* archive() {
    yield tarHeader({ name: partial, type: 'file', size, mode });
    let sent = 0;
    for await (const piece of body as AsyncIterable<Buffer>) {
      sent += piece.length;
      if (sent > size) break;
      yield piece;
    }
    if (sent !== size) throw new Refusal(400, 'LB5628', { reason: `${name}: ${sent} bytes came, not ${size}` });
    yield tarPadding(size);
    yield TAR_END;
  }
  try {
    await unpackInto(place, folder, archive());
    const moved = await runTool(place, ['mv', '-f', partialPath, path]);
    if (moved.code !== 0) throw complaint(path, moved.stderr, moved.code);
  } catch (error) {
    // Beside the person's wish to stop, which would stop this too.
    await runTool({ ...place, signal: AbortSignal.timeout(10_000) }, ['rm', '-f', partialPath]).catch(() => {});
    throw error;
  }
}

/**
 * Unpacks a tar archive in a folder of a container. Each entry is looked at and written anew on the way: files and
 * folders below the folder are all that gets there. What was unpacked before something was refused stays.
 *
 * @throws Refusal LB5626 an entry that leads elsewhere, LB5628 it is no archive, and as for files
 */
export async function uploadFolder(place: ToolPlace, path: string, body: Readable): Promise<{ entries: number }> {
  let count = 0;
  async function* archive() {
    const entries = extract();
    const unpacked = pipeline(body, entries);
    unpacked.catch(() => {});
    try {
      for await (const entry of entries) {
        if (++count > MOST_ENTRIES) throw new Refusal(413, 'LB5628', { reason: `it has over ${MOST_ENTRIES} entries` });
        const header = checkedEntry(entry.header);
        if (header === undefined) {
          entry.resume();
          continue;
        }
        yield tarHeader(header);
        for await (const piece of entry) yield piece as Buffer;
        yield tarPadding(header.size);
      }
      await unpacked;
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 200) : String(error);
      throw error instanceof Refusal ? error : new Refusal(422, 'LB5628', { reason }, { cause: error });
    }
    yield TAR_END;
  }
  await unpackInto(place, path, archive());
  return { entries: count };
}

async function unpackInto(place: ToolPlace, folder: string, archive: AsyncGenerator<Buffer>): Promise<void> {
  const stream = await startTool(place, ['tar', '-xmf', '-', '-C', folder], true);
  if (!stream.canEndInput) {
    stream.destroy();
    throw new Refusal(501, 'LB5629', { cluster: place.target.cluster.name });
  }
  stream.stdout.resume();
  const complained = complaintOf(stream.stderr);
  const sent = await send(archive, stream.stdin);
  // Of an archive that broke off nothing more will come.
  if (sent instanceof Refusal) {
    stream.destroy();
    throw sent;
  }
  if (place.signal.aborted) throw new Refusal(499, 'LB5628', { reason: 'it was broken off' });
  // When the program ended early that says why, and the failed sending does not.
  const code = exitCode(place, 'tar', await stream.ended);
  if (code !== 0 || sent !== undefined) throw complaint(folder, await complained, code);
}

async function send(archive: AsyncGenerator<Buffer>, stdin: Writable): Promise<unknown> {
  try {
    await pipeline(archive, stdin);
    return undefined;
  } catch (error) {
    return error ?? new Error('not sent');
  }
}
