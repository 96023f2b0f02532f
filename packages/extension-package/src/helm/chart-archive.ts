import { Readable } from 'node:stream';
import { createGunzip, gzipSync } from 'node:zlib';
import { extract, pack } from 'tar-stream';

/**
 * A package without what helm has no use for: files of the user interface would be read into memory, and newer versions of
 * helm refuse charts with large ones.
 *
 * @param keep told the path of each file below the root folder of the package
 */
export async function chartArchive(archive: Uint8Array, keep: (path: string) => boolean): Promise<Uint8Array> {
  const reading = extract();
  const unzip = createGunzip();
  unzip.on('error', (error) => reading.destroy(error));
  Readable.from([archive]).pipe(unzip).pipe(reading);
  const writing = pack();
  for await (const entry of reading) {
    const { name, type } = entry.header;
    const path = name.replace(/^(?:\.\/)*[^/]+\//, '');
    if (type !== 'file' || !keep(path)) {
      entry.resume();
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    writing.entry({ name, mode: 0o644, mtime: new Date(0) }, Buffer.concat(chunks));
  }
  writing.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of writing) chunks.push(chunk as Uint8Array);
  return gzipSync(Buffer.concat(chunks));
}
