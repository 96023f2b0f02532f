/** The part of DER that certificates and requests for them are made of. Source: ITU-T X.690. */

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Tag of a field that is told by its number, with its value inside. */
export const explicit = (number: number): number => 0xa0 | number;
/** Tag of a field that is told by its number instead of its own tag. */
export const implicit = (number: number): number => 0x80 | number;

export function encode(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => encode(TAG.sequence, ...parts);

/** Of an unsigned number, most significant byte first. */
export function unsignedInteger(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const shortened = bytes.subarray(start);
  return encode(TAG.integer, ...((shortened[0] ?? 0) >= 0x80 ? [Buffer.from([0])] : []), shortened);
}

/** `2.5.4.3` in its own form. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((number) => {
    const groups = [number & 0x7f];
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return encode(TAG.objectIdentifier, Buffer.from(bytes));
}

/** Whole bytes. */
export function bitString(bytes: Uint8Array): Buffer {
  return encode(TAG.bitString, Buffer.from([0]), bytes);
}

/** A time as certificates write it: with two digits of the year until 2049. */
export function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '').slice(0, 14);
  return digits < '2050'
    ? encode(TAG.utcTime, Buffer.from(`${digits.slice(2)}Z`))
    : encode(TAG.generalizedTime, Buffer.from(`${digits}Z`));
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) bytes.unshift(left & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

/** One value as it was found. */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  /** Tag and length included, which is what signatures are over. */
  readonly raw: Buffer;
}

/** Bytes that are not what was expected. */
export class DerError extends Error {
  override name = 'DerError';
}

/** The values that stand one after the other. @throws DerError */
export function decodeAll(bytes: Buffer): DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const value = decodeAt(bytes, at);
    values.push(value);
    at += value.raw.length;
  }
  return values;
}

/** The values inside one value that fills the bytes. @throws DerError */
export function decodeInside(bytes: Buffer, tag: number): DerValue[] {
  return decodeAll(only(decodeAll(bytes), tag).content);
}

/** @throws DerError when there is not exactly one value, with this tag */
export function only(values: readonly DerValue[], tag: number): DerValue {
  const [value, ...rest] = values;
  if (value === undefined || rest.length > 0 || value.tag !== tag)
    throw new DerError(`expected one value of tag ${tag}`);
  return value;
}

function decodeAt(bytes: Buffer, at: number): DerValue {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) throw new DerError('the data is cut off');
  if ((tag & 0x1f) === 0x1f) throw new DerError('tags of several bytes are not used in certificates');
  let start = at + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4 || start + count > bytes.length) throw new DerError('a length is malformed');
    length = bytes.readUIntBE(start, count);
    start += count;
  }
  if (start + length > bytes.length) throw new DerError('the data is cut off');
  return { tag, content: bytes.subarray(start, start + length), raw: bytes.subarray(at, start + length) };
}
