/** One entry of a tar archive, whatever it may be. */
export interface TarEntry {
  name: string;
  content?: string | Uint8Array;
  /** `0` file, `1` hard link, `2` symbolic link, `3` character device, `5` folder, … Default: `0`. */
  type?: string;
  linkname?: string;
  /** Records of an extended header. A name that is too long for the plain one gets its record without being asked. */
  pax?: Readonly<Record<string, string>>;
}

const BLOCK = 512;

/** A tar archive made at once, with entries that a well-meaning writer would refuse. Format: POSIX ustar. */
export function tarOf(entries: Iterable<TarEntry>): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const { name, content = '', type = '0', linkname = '', pax = {} } of entries) {
    const bytes = Buffer.from(content as string);
    const records = Object.entries({ ...(Buffer.byteLength(name) > 100 && { path: name }), ...pax });
    if (records.length > 0) {
      const extended = Buffer.concat(records.map(([key, value]) => paxRecord(key, value)));
      blocks.push(header('pax', extended.length, 'x', ''), padded(extended));
    }
    blocks.push(header(name, bytes.length, type, linkname), padded(bytes));
  }
  blocks.push(Buffer.alloc(2 * BLOCK));
  return Buffer.concat(blocks);
}

function header(name: string, size: number, type: string, linkname: string): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 100);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')} `, 124);
  block.write('00000000000 ', 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write(linkname, 157, 100);
  block.write('ustar\u000000', 257);
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** A record begins with its own length, which counts itself. */
function paxRecord(key: string, value: string): Uint8Array {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length > length) length += 1;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

function padded(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);
}
