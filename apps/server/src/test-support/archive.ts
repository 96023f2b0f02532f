import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';

export type ArchiveEntry = Partial<Header> & { name: string; content?: string | Buffer };

/** A `.tgz` of whatever entries, sound or not. */
export async function archive(entries: ArchiveEntry[]): Promise<Buffer> {
  const packing = pack();
  for (const { content = '', ...header } of entries) {
    const isFile = header.type === undefined || header.type === 'file';
    if (isFile) packing.entry(header, Buffer.from(content));
    else packing.entry(header);
  }
  packing.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of packing) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

/** Entries for everything below a folder, with a prefix such as `acme/`. */
export async function folderEntries(folder: string, prefix = ''): Promise<ArchiveEntry[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file) => ({
      name: prefix + relative(folder, file).split(sep).join('/'),
      content: await readFile(file),
    })),
  );
}
