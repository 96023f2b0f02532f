import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';

/** For tests: the archive of a chart that has nothing in it. The same arguments give the same bytes. */
export async function chartArchive(name: string, version: string, files: Record<string, string> = {}): Promise<Buffer> {
  const tar = pack();
  const all = { 'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`, ...files };
  for (const [path, text] of Object.entries(all)) tar.entry({ name: `${name}/${path}`, mtime: new Date(0) }, text);
  tar.finalize();
  return buffer(tar.pipe(createGzip()));
}
