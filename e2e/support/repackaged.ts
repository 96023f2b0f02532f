import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';

/** The same package in another version, as its author would publish the next one. */
export async function repackaged(file: string, version: string): Promise<Uint8Array> {
  const packing = pack();
  const unpacking = Readable.from([await readFile(file)])
    .pipe(createGunzip())
    .pipe(extract());
  for await (const entry of unpacking) {
    const isOwn = /^[^/]+\/(?:extension|Chart)\.yaml$/.test(entry.header.name);
    const content = await buffer(entry);
    const text = isOwn ? content.toString().replace(/^version:.*$/m, `version: ${version}`) : undefined;
    packing.entry({ name: entry.header.name, type: entry.header.type }, text ?? content);
  }
  packing.finalize();
  return buffer(packing.pipe(createGzip()));
}
