import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { type Fixture, fixtureFiles } from './fixture-extension.ts';

/** The package that an administrator uploads: a `.tgz` with `<name>/extension.yaml` and `<name>/ui/…`. */
export function packExtension(fixture: Fixture): Promise<Buffer> {
  const files = Object.entries(fixtureFiles(fixture));
  return packFiles(Object.fromEntries(files.map(([path, content]) => [`${fixture.name}/${path}`, content])));
}

/** A `.tgz` of these paths, as they are: also paths that no honest package has. */
export async function packFiles(files: Record<string, string>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) tar.entry({ name }, content);
  tar.finalize();
  return buffer(tar.pipe(createGzip()));
}
