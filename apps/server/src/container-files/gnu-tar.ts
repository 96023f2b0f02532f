/**
 * Headers of tar archives in the form of GNU tar, whose names are bytes of any kind and any length. The portable form
 * keeps such names in extended headers, which the tar of busybox skips: it would write files with other names.
 * Source: GNU tar manual, "Basic Tar Format".
 */

export interface TarHeader {
  /** Relative; ends with a slash for a folder. */
  name: string;
  type: 'file' | 'directory';
  /** Bytes of content. */
  size: number;
  mode: number;
}

export const TAR_BLOCK = 512;
/** What an archive ends with. */
export const TAR_END = Buffer.alloc(2 * TAR_BLOCK);

const NAME_ROOM = 100;

export function tarHeader({ name, type, size, mode }: TarHeader): Buffer {
  const bytes = Buffer.from(name);
  const head = block(bytes.subarray(0, NAME_ROOM), size, mode, type === 'directory' ? '5' : '0');
  if (bytes.length <= NAME_ROOM) return head;
  const whole = Buffer.concat([bytes, Buffer.of(0)]);
  const link = block(Buffer.from('././@LongLink'), whole.length, 0o644, 'L');
  return Buffer.concat([link, whole, tarPadding(whole.length), head]);
}

/** What follows content of that many bytes, up to the next block. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK);
}

function block(name: Buffer, size: number, mode: number, type: string): Buffer {
  const header = Buffer.alloc(TAR_BLOCK);
  name.copy(header, 0);
  header.write(`${mode.toString(8).padStart(7, '0')}\0`, 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  writeSize(header, size);
  header.write('00000000000\0', 136);
  header.write(' '.repeat(8), 148);
  header.write(type, 156);
  header.write('ustar  \0', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** Eleven octal digits, or a number in binary from 8 GiB on. */
function writeSize(header: Buffer, size: number): void {
  if (size < 8 ** 11) header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  else {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(size), 128);
  }
}

export function readTarSize(header: Buffer): number {
  if ((header[124]! & 0x80) !== 0) return Number(header.readBigUInt64BE(128));
  const digits = /^[ \0]*([0-7]*)/.exec(header.toString('latin1', 124, 136))?.[1];
  return digits ? Number.parseInt(digits, 8) : 0;
}
