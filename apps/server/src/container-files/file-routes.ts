import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import { identityOf, requireIdentity } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import type { Rights } from '../rights/rights.ts';
import { accountOf, queryText, readContainerQuery, withContainer } from '../terminal/container-query.ts';
import { requireExec } from '../terminal/exec-right.ts';
import type { TerminalSettings } from '../terminal/terminal-settings.ts';
import { containerPath } from './container-path.ts';
import { openDownload } from './download.ts';
import { listFolder } from './list-folder.ts';
import type { ToolPlace } from './run-tool.ts';
import { uploadFile, uploadFolder } from './upload.ts';

export interface FileRoutesOptions {
  clusters: ClusterRegistry;
  rights: Rights;
  settings(): Promise<TerminalSettings>;
}

/**
 * Files of containers: `GET /api/files` lists a folder, `GET /api/files/download` reads a file or a folder (as a tar
 * archive), `PUT /api/files/upload` writes a file, or a folder from a tar archive. All take
 * `?cluster=&namespace=&pod=&container=&path=`.
 */
export function registerFileRoutes(app: FastifyInstance, { clusters, rights, settings }: FileRoutesOptions): void {
  app.register(async (api) => {
    api.addHook('preHandler', requireIdentity);
    // A body is passed on as it comes.
    api.removeAllContentTypeParsers();
    api.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

    /** Who asks for what, after it is clear that they may. */
    const placeOf = async (
      request: FastifyRequest,
      reply: FastifyReply,
    ): Promise<{ place: ToolPlace; path: string }> => {
      const identity = identityOf(request);
      const path = containerPath(queryText(request.query, 'path'));
      const named = readContainerQuery(request.query, clusters);
      await requireExec(rights, identity, named.cluster.name, named);
      const gone = new AbortController();
      reply.raw.on('close', () => gone.abort());
      reply.header('cache-control', 'no-store');
      return { place: { target: await withContainer(named, identity), identity, signal: gone.signal }, path };
    };

    api.get('/api/files', async (request, reply) => {
      const { place, path } = await placeOf(request, reply);
      const { largestUpload } = await settings();
      return { path, container: place.target.container, largestUpload, ...(await listFolder(place, path)) };
    });

    // Without a HEAD, which would read the whole file for nothing.
    api.get('/api/files/download', { exposeHeadRoute: false }, async (request, reply) => {
      const { place, path } = await placeOf(request, reply);
      const download = await openDownload(place, path);
      request.log.info({ ...accountOf(place.identity, place.target), path }, 'file downloaded');
      const isFile = download.kind === 'file';
      if (isFile) reply.header('content-length', download.size);
      return reply
        .type(isFile ? 'application/octet-stream' : 'application/x-tar')
        .header('content-disposition', attachment(isFile ? download.name : `${download.name}.tar`))
        .send(download.body);
    });

    api.put('/api/files/upload', { config: { longBody: true } }, async (request, reply) => {
      const size = await checkedSize(request, await settings());
      const { place, path } = await placeOf(request, reply);
      // There is none when it has no bytes.
      const body = (request.body as Readable | null | undefined) ?? Readable.from([]);
      const isFolder = request.headers['content-type']?.split(';', 1)[0]?.trim() === 'application/x-tar';
      if (isFolder) await uploadFolder(place, path, body);
      else await uploadFile(place, path, body, { size, mode: modeOf(queryText(request.query, 'mode')) });
      request.log.info({ ...accountOf(place.identity, place.target), path, bytes: size }, 'file uploaded');
      return reply.code(201).send({ path, bytes: size });
    });
  });
}

/** Before a byte of it is read. @throws Refusal 411 LB5625, 413 LB5624 */
async function checkedSize({ headers }: FastifyRequest, { largestUpload }: TerminalSettings): Promise<number> {
  // The rest of it is not worth waiting for.
  const close = { headers: { connection: 'close' } };
  const length = headers['content-length'];
  if (length === undefined || !/^\d{1,15}$/.test(length)) throw new Refusal(411, 'LB5625', {}, close);
  if (Number(length) > largestUpload) throw new Refusal(413, 'LB5624', { limit: sizeText(largestUpload) }, close);
  return Number(length);
}

function modeOf(text: string | undefined): number {
  return text !== undefined && /^0?[0-7]{3}$/.test(text) ? Number.parseInt(text, 8) : 0o644;
}

/** Source of the form: RFC 6266, with the name for old clients reduced to what a header can hold. */
function attachment(name: string): string {
  const plain = name.replace(/[^\w.-]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

function sizeText(bytes: number): string {
  const unit = Math.min(4, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Math.round((bytes / 1024 ** unit) * 10) / 10} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][unit]}`;
}
