import type { StorageKey } from '../store.ts';
import { FRAME_HEADER, sealFrame } from './frame.ts';

/** One write as it is kept on the disk. */
export interface WriteRecord {
  resource: StorageKey;
  key: string;
  revision: number;
  /** Milliseconds of the epoch; 0: lives on. */
  expiry: number;
  /** Absent: a deletion. */
  json: Buffer | undefined;
}

/** Content of a frame. */
export type Content =
  /** First in a log file: the revision that its writes follow. */
  | { kind: 'log'; base: number }
  /** Writes that became durable together; `synced` bytes of the file were on the disk when they were written. */
  | { kind: 'group'; time: number; synced: number; records: WriteRecord[] }
  /** First in a snapshot: the revision it shows. */
  | { kind: 'snapshot'; revision: number; time: number }
  /** Objects of a snapshot. */
  | { kind: 'objects'; records: WriteRecord[] }
  /** Last in a snapshot. */
  | { kind: 'end'; count: number };

/** Raised when a release can no longer read what a former one wrote. */
const FORMAT = 1;
const KINDS = ['log', 'group', 'snapshot', 'objects', 'end'] as const;
const RECORD_HEADER = 28;
/** Stands for the length of the JSON of a deletion. */
const DELETION = 0xffff_ffff;

/** Encodes contents as frames into a buffer that is used again and grows as needed. */
export class FrameEncoder {
  #buffer = Buffer.allocUnsafeSlow(1 << 16);

  /** @returns Bytes that are valid until the next call. */
  encode(content: Content): Buffer {
    const records = 'records' in content ? content.records : [];
    this.#reserve(FRAME_HEADER + 32 + records.reduce((sum, record) => sum + sizeBound(record), 0));
    const buffer = this.#buffer;
    let at = buffer.writeUInt8(KINDS.indexOf(content.kind), FRAME_HEADER);
    at = buffer.writeUInt8(FORMAT, at);
    if (content.kind === 'log') at = buffer.writeDoubleLE(content.base, at);
    if (content.kind === 'end') at = buffer.writeDoubleLE(content.count, at);
    if (content.kind === 'group' || content.kind === 'snapshot') at = buffer.writeDoubleLE(content.time, at);
    if (content.kind === 'group') at = buffer.writeDoubleLE(content.synced, at);
    if (content.kind === 'snapshot') at = buffer.writeDoubleLE(content.revision, at);
    if ('records' in content) {
      at = buffer.writeUInt32LE(records.length, at);
      for (const record of records) at = writeRecord(buffer, at, record);
    }
    sealFrame(buffer, 0, at);
    return buffer.subarray(0, at);
  }

  #reserve(bytes: number): void {
    if (this.#buffer.length >= bytes) return;
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(bytes, this.#buffer.length * 2));
  }
}

/** Upper bound of the bytes that a record takes. */
export function sizeBound({ resource, key, json }: WriteRecord): number {
  return RECORD_HEADER + (resource.length + key.length) * 3 + (json?.length ?? 0);
}

function writeRecord(buffer: Buffer, start: number, { resource, key, revision, expiry, json }: WriteRecord): number {
  const resourceLength = buffer.write(resource, start + RECORD_HEADER);
  const keyLength = buffer.write(key, start + RECORD_HEADER + resourceLength);
  let at = buffer.writeDoubleLE(revision, start);
  at = buffer.writeDoubleLE(expiry, at);
  at = buffer.writeUInt32LE(resourceLength, at);
  at = buffer.writeUInt32LE(keyLength, at);
  at = buffer.writeUInt32LE(json === undefined ? DELETION : json.length, at) + resourceLength + keyLength;
  return at + (json?.copy(buffer, at) ?? 0);
}

/**
 * Decodes the content of a frame; JSON is copied out of it.
 * @throws RangeError when it is none, as one of a later release
 */
export function decodeContent(content: Buffer): Content {
  const kind = KINDS[content.readUInt8(0)];
  const format = content.readUInt8(1);
  if (kind === undefined || format !== FORMAT) throw new RangeError(`It is of kind ${kind}, format ${format}`);
  switch (kind) {
    case 'log':
      return { kind, base: content.readDoubleLE(2) };
    case 'end':
      return { kind, count: content.readDoubleLE(2) };
    case 'snapshot':
      return { kind, time: content.readDoubleLE(2), revision: content.readDoubleLE(10) };
    case 'group':
      return { kind, time: content.readDoubleLE(2), synced: content.readDoubleLE(10), records: records(content, 18) };
    case 'objects':
      return { kind, records: records(content, 2) };
  }
}

function records(content: Buffer, start: number): WriteRecord[] {
  const all: WriteRecord[] = [];
  let at = start + 4;
  let resource = '';
  let resourceBytes = content.subarray(0, 0);
  for (let count = content.readUInt32LE(start); count > 0; count--) {
    const revision = content.readDoubleLE(at);
    const expiry = content.readDoubleLE(at + 8);
    const keyAt = at + RECORD_HEADER + content.readUInt32LE(at + 16);
    const jsonAt = keyAt + content.readUInt32LE(at + 20);
    const jsonLength = content.readUInt32LE(at + 24);
    const end = jsonLength === DELETION ? jsonAt : jsonAt + jsonLength;
    if (end > content.length) throw new RangeError('A record reaches beyond its frame');
    const name = content.subarray(at + RECORD_HEADER, keyAt);
    // Neighbours are mostly of one resource; its name needs to be in memory once.
    if (!name.equals(resourceBytes)) {
      resource = name.toString();
      resourceBytes = name;
    }
    const json = jsonLength === DELETION ? undefined : Buffer.allocUnsafeSlow(jsonLength);
    if (json !== undefined) content.copy(json, 0, jsonAt, end);
    all.push({ resource, key: content.toString('utf8', keyAt, jsonAt), revision, expiry, json });
    at = end;
  }
  return all;
}
