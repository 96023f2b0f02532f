import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/**
 * A `.tgz` with all files below one folder. The same files give the same bytes with the same version of Node: sorted, and
 * without times, owners or names of the machine.
 *
 * @param files content by path below the folder
 */
export async function writeArchive(root: string, files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const tar = pack();
  const packed = (async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of tar) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks);
  })();
  for (const path of [...files.keys()].sort()) {
    const content = files.get(path)!;
    const header = { name: `${root}/${path}`, mode: 0o644, mtime: new Date(0), size: content.length };
    await new Promise<void>((resolve, reject) => {
      tar.entry(header, content, (error) => (error ? reject(error) : resolve()));
    });
  }
  tar.finalize();
  const archive = gzipSync(await packed, { level: 9 });
  // RFC 1952: the tenth byte names the operating system. 255: unknown.
  archive[9] = 255;
  return archive;
}
