import { join } from 'node:path';
import { StoreCorrupted } from '../store-error.ts';
import type { StoreFile } from './file-operations.ts';
import { BadFrame, type Frame, FrameReader } from './frame.ts';
import { logName, snapshotName, sortNames } from './layout.ts';
import { type Content, decodeContent, type WriteRecord } from './record.ts';
import { type LogOptions, WriteAheadLog } from './write-ahead-log.ts';

/** Takes what was found on the disk, in order. */
export interface RecoverySink {
  /** Called once, first. */
  begin(revision: number, time: number): void;
  /** An object of the snapshot. */
  restore(record: WriteRecord): void;
  /** Writes of the log that became durable together. */
  replay(records: readonly WriteRecord[], time: number): void;
  /** The newest revision so far. */
  readonly revision: number;
}

export interface RecoveryOptions extends LogOptions {
  /** Sentences for a person about what was done. */
  onNotice: (message: string) => void;
}

const RESTORE = 'Put the directory back from a backup';

/**
 * Reads the newest snapshot and the logs after it.
 * @param emptyRevision Of a store in which nothing was written yet.
 * @returns the log to go on with
 * @throws StoreCorrupted
 */
export async function recover(
  options: RecoveryOptions,
  sink: RecoverySink,
  emptyRevision: number,
): Promise<WriteAheadLog> {
  const { files, directory } = options;
  const names = sortNames(await files.list(directory));
  for (const name of names.unfinished) await files.remove(join(directory, name));
  const snapshot = names.snapshots.at(-1);
  if (snapshot === undefined) sink.begin(emptyRevision, options.clock.now());
  else await readSnapshot(options, snapshot, sink);
  await removeCovered(options, snapshot ?? 0);
  const logs = names.logs.filter((base) => base >= (snapshot ?? 0));
  let log: WriteAheadLog | undefined;
  for (const base of logs) {
    const path = join(directory, logName(base));
    if (base !== sink.revision) throw missing(path, base, sink.revision);
    log = await readLog(options, path, base, sink, base === logs.at(-1));
  }
  if (log !== undefined) return log;
  return WriteAheadLog.create(options, sink.revision);
}

/** Removes the files whose content a snapshot has, oldest first, so that never a log is left without its predecessor. */
export async function removeCovered({ files, directory }: LogOptions, revision: number): Promise<void> {
  const { logs, snapshots } = sortNames(await files.list(directory));
  for (const base of logs) if (base < revision) await files.remove(join(directory, logName(base)));
  for (const old of snapshots) if (old < revision) await files.remove(join(directory, snapshotName(old)));
}

async function readSnapshot(options: RecoveryOptions, revision: number, sink: RecoverySink): Promise<void> {
  const path = join(options.directory, snapshotName(revision));
  const cure = `${RESTORE}. The snapshot is the only copy of what it holds; without ${path} and the logs beside it the store starts empty`;
  const file = await options.files.open(path, 'read');
  try {
    const reader = new FrameReader(file, await file.size());
    let count = 0;
    for (let expected: Content['kind'] = 'snapshot'; ; expected = 'objects') {
      const frame = await nextFrame(reader, path, cure);
      const content = frame && decode(frame, path);
      if (content?.kind === 'end' && content.count === count) return;
      if (frame === undefined || content?.kind !== expected) {
        throw new StoreCorrupted(path, frame?.offset ?? (await file.size()), 'its end is missing', cure);
      }
      if (content.kind === 'snapshot') sink.begin(content.revision, content.time);
      if (content.kind !== 'objects') continue;
      for (const record of content.records) sink.restore(record);
      count += content.records.length;
    }
  } finally {
    await file.close();
  }
}

/** @returns the log, open for writing, when it is the last */
async function readLog(
  options: RecoveryOptions,
  path: string,
  base: number,
  sink: RecoverySink,
  last: boolean,
): Promise<WriteAheadLog | undefined> {
  const file = await options.files.open(path, last ? 'change' : 'read');
  let kept = false;
  try {
    const size = await file.size();
    const reader = new FrameReader(file, size);
    let end = 0;
    try {
      for (let frame = await reader.next(); frame !== undefined; frame = await reader.next()) {
        const content = decode(frame, path);
        const fits = end === 0 ? content.kind === 'log' && content.base === base : content.kind === 'group';
        if (!fits)
          throw new StoreCorrupted(
            path,
            frame.offset,
            `a frame of kind ${content.kind} is out of place`,
            `${RESTORE}.`,
          );
        if (content.kind === 'group') replay(content, frame, path, sink);
        end = frame.end;
      }
    } catch (error) {
      if (!(error instanceof BadFrame)) throw error;
      await refuseUnlessTail(file, reader, size, error, last);
    }
    if (!last) return undefined;
    if (end < size) {
      await file.truncate(end);
      options.onNotice(
        `${path}: cut off ${size - end} bytes at byte ${end}, a last group of writes that was not on the disk wholly when the process or machine stopped. With durability "always" none of them had been acknowledged.`,
      );
    }
    if (end === 0) return undefined;
    // What a killed process wrote may still be on its way to the disk.
    await file.sync();
    kept = true;
    return new WriteAheadLog(options, file, base, end);
  } finally {
    if (!kept) await file.close();
  }
}

/** A group is written when the former is on the disk, so behind one that was torn there is none that knows it to be there. */
async function refuseUnlessTail(
  file: StoreFile,
  reader: FrameReader,
  size: number,
  bad: BadFrame,
  last: boolean,
): Promise<void> {
  const { offset, message } = bad;
  const cure = `${RESTORE}, or give up what follows with: truncate -s ${offset} ${file.path}`;
  if (!last)
    throw new StoreCorrupted(
      file.path,
      offset,
      `${message}, and later logs follow`,
      `${cure} (and move the later logs away)`,
    );
  let from = offset + 1;
  for (let next = await reader.search(from); next !== undefined; next = await reader.search(from)) {
    const content = decode(next, file.path);
    if (content.kind !== 'group' || content.synced > offset) {
      const lost = `${message}, but whole writes follow at byte ${next.offset}`;
      throw new StoreCorrupted(file.path, offset, lost, `${cure} (${size - offset} bytes)`);
    }
    from = next.end;
  }
}

function replay(group: Content & { kind: 'group' }, frame: Frame, path: string, sink: RecoverySink): void {
  let revision = sink.revision;
  for (const record of group.records) {
    if (record.revision <= revision) {
      const problem = `revision ${record.revision} follows ${revision}`;
      throw new StoreCorrupted(path, frame.offset, problem, `${RESTORE}.`);
    }
    revision = record.revision;
  }
  sink.replay(group.records, group.time);
}

async function nextFrame(reader: FrameReader, path: string, cure: string): Promise<Frame | undefined> {
  try {
    return await reader.next();
  } catch (error) {
    if (error instanceof BadFrame) throw new StoreCorrupted(path, error.offset, error.message, cure);
    throw error;
  }
}

function decode(frame: Frame, path: string): Content {
  try {
    return decodeContent(frame.content);
  } catch (error) {
    const problem = `the frame cannot be understood (${error instanceof Error ? error.message : String(error)})`;
    throw new StoreCorrupted(path, frame.offset, problem, 'Start the release that wrote it, or a later one.');
  }
}

function missing(path: string, base: number, revision: number): StoreCorrupted {
  return new StoreCorrupted(
    path,
    0,
    `it goes on from revision ${base}, but what is there ends at ${revision}: a log or snapshot is missing`,
    `${RESTORE}.`,
  );
}
