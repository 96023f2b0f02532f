import type { FastifyInstance } from 'fastify';
import type { EncodedFiles } from '../assets/encoded-files.ts';
import { IMMUTABLE, sendFile } from '../assets/send-file.ts';
import { pathOf } from '../errors.ts';
import { isSafePath } from '../extensions/file-path.ts';
import { Refusal } from '../refusal.ts';
import type { ConsoleBuild } from './console-build.ts';

/** `/assets/*`, and files such as `/favicon.svg` that lie beside the page. */
export function registerConsoleAssets(app: FastifyInstance, build: ConsoleBuild, files: EncodedFiles): void {
  const config = { public: true } as const;
  app.get<{ Params: { '*': string } }>('/assets/*', { config }, async (request, reply) => {
    const path = request.params['*'];
    const file = isSafePath(path) ? await build.asset(path) : undefined;
    if (file === undefined) throw new Refusal(404, 'LB5005', { path: pathOf(request) });
    return sendFile(request, reply, files, { path, ...file, cacheControl: IMMUTABLE });
  });

  for (const name of build.top) {
    app.get(`/${name}`, { config }, async (request, reply) => {
      const file = await build.topFile(name);
      if (file === undefined) throw new Refusal(404, 'LB5005', { path: pathOf(request) });
      return sendFile(request, reply, files, { path: name, ...file, cacheControl: 'no-cache' });
    });
  }
}
