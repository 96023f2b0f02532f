/** A file with its place below the folder that is uploaded: `photos/2026/a.jpg`. */
export interface PlacedFile {
  path: string;
  file: Blob;
}

const BLOCK = 512;

/**
 * A tar archive of files. It holds no copy of them: browsers read each when its turn comes. Long names are written as
 * GNU tar does. Source: GNU tar manual, "Basic Tar Format".
 */
export function tarBlob(files: readonly PlacedFile[]): Blob {
  const encoder = new TextEncoder();
  const parts: BlobPart[] = [];
  for (const { path, file } of files) {
    const name = encoder.encode(path);
    if (name.length > 100) {
      parts.push(
        header(encoder.encode('././@LongLink'), name.length + 1, 'L'),
        name,
        zeros(BLOCK - (name.length % BLOCK)),
      );
    }
    parts.push(header(name.subarray(0, 100), file.size, '0'), file, zeros((BLOCK - (file.size % BLOCK)) % BLOCK));
  }
  parts.push(zeros(2 * BLOCK));
  return new Blob(parts, { type: 'application/x-tar' });
}

function header(name: Uint8Array, size: number, type: string): Uint8Array<ArrayBuffer> {
  const block = zeros(BLOCK);
  const write = (text: string, at: number) => block.set(new TextEncoder().encode(text), at);
  block.set(name);
  write('0000644', 100);
  write('0000000', 108);
  write('0000000', 116);
  write(size.toString(8).padStart(11, '0'), 124);
  write('00000000000', 136);
  write(' '.repeat(8), 148);
  write(type, 156);
  write('ustar  ', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  write(`${sum.toString(8).padStart(6, '0')}\0`, 148);
  return block;
}

function zeros(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(length);
}
