import type { FastifyInstance } from 'fastify';
import { pathOf } from '../errors.ts';
import type { ExtensionSource } from '../extensions/extension-source.ts';
import { Refusal } from '../refusal.ts';
import type { EncodedFiles } from './encoded-files.ts';
import { IMMUTABLE, sendFile } from './send-file.ts';

/** A second and third path of each file, by which a browser can try again what it remembers as failed. */
export const ALIASES = ['~1', '~2'] as const;

/** `/ext/<name>/<segment>/<path>`: the files of extensions, the current and the former versions. */
export function registerExtensionAssets(app: FastifyInstance, source: ExtensionSource, files: EncodedFiles): void {
  app.get<{ Params: { name: string; segment: string; '*': string } }>(
    '/ext/:name/:segment/*',
    { config: { public: true } },
    async (request, reply) => {
      const { name, segment } = request.params;
      const path = withoutAlias(request.params['*']);
      const digest = await source.digestOf(name, segment, path);
      if (digest === undefined) throw new Refusal(404, 'LB5005', { path: pathOf(request) });
      const load = async () => (await source.readFile(name, segment, path))!;
      return sendFile(request, reply, files, { path, digest, cacheControl: IMMUTABLE, load });
    },
  );
}

function withoutAlias(path: string): string {
  const alias = ALIASES.find((prefix) => path.startsWith(`${prefix}/`));
  return alias === undefined ? path : path.slice(alias.length + 1);
}
