import { join } from 'node:path';
import type { FileOperations, StoreFile } from './file-operations.ts';
import { snapshotName, UNFINISHED } from './layout.ts';
import { type Content, FrameEncoder, sizeBound, type WriteRecord } from './record.ts';

/** Bytes to a frame: written in about a millisecond, so that requests are answered in between. */
const FRAME_SIZE = 1 << 19;
/** Bytes after which the file is synced, so that the log never waits for all of it. */
const SYNC_SIZE = 8 << 20;

export interface SnapshotSource {
  revision: number;
  /** Milliseconds of the epoch of the revision. */
  time: number;
  /** All objects as of the revision, in any order, a bit at a time. */
  objects: Iterable<WriteRecord>;
}

/**
 * Writes everything as of a revision to a file of its own while the store goes on.
 * @returns Bytes of the file.
 */
export async function writeSnapshot(
  files: FileOperations,
  directory: string,
  source: SnapshotSource,
  signal: AbortSignal,
): Promise<number> {
  const path = join(directory, snapshotName(source.revision));
  const unfinished = path + UNFINISHED;
  const file = await files.open(unfinished, 'create');
  let length: number;
  try {
    length = await writeContents(file, contentsOf(source), signal);
    await file.close();
    await files.rename(unfinished, path);
  } catch (error) {
    await file.close().catch(() => {});
    await files.remove(unfinished).catch(() => {});
    throw error;
  }
  await files.syncDirectory(directory);
  return length;
}

async function writeContents(file: StoreFile, contents: Iterable<Content>, signal: AbortSignal): Promise<number> {
  const encoder = new FrameEncoder();
  let length = 0;
  let synced = 0;
  for (const content of contents) {
    signal.throwIfAborted();
    const frame = encoder.encode(content);
    await file.write(frame, length);
    length += frame.length;
    if (length - synced < SYNC_SIZE) continue;
    await file.sync();
    synced = length;
  }
  await file.sync();
  return length;
}

function* contentsOf({ revision, time, objects }: SnapshotSource): Generator<Content> {
  yield { kind: 'snapshot', revision, time };
  let count = 0;
  let records: WriteRecord[] = [];
  let size = 0;
  for (const record of objects) {
    records.push(record);
    size += sizeBound(record);
    count++;
    if (size < FRAME_SIZE) continue;
    yield { kind: 'objects', records };
    records = [];
    size = 0;
  }
  if (records.length > 0) yield { kind: 'objects', records };
  yield { kind: 'end', count };
}
