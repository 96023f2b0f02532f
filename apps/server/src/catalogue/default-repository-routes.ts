import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { stringify } from 'yaml';
import { Refusal } from '../refusal.ts';
import type { DefaultRepository } from './default-repository.ts';

/**
 * The product's own packages as a Helm repository, for everybody: `helm repo add luban https://<console>/repository`.
 * Format: Helm, index.yaml v1.
 */
export function registerDefaultRepository(app: FastifyInstance, repository: DefaultRepository): void {
  const config = { public: true } as const;

  app.get('/repository/index.yaml', { config }, async (request, reply) => {
    const entries: Record<string, object[]> = {};
    for (const { name, version, digest, file, description } of await repository.charts()) {
      entries[name] ??= [];
      entries[name].push({
        apiVersion: 'v2',
        ...{ name, version, description },
        // Helm writes digests without their algorithm.
        digest: digest.replace(/^sha256:/, ''),
        urls: [`charts/${file}?${digest.slice(7, 23)}`],
      });
    }
    const text = stringify({ apiVersion: 'v1', entries });
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
    reply.headers({ etag, 'cache-control': 'public, no-cache' });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.type('application/yaml; charset=utf-8').send(text);
  });

  app.get<{ Params: { file: string } }>('/repository/charts/:file', { config }, async (request, reply) => {
    const { file } = request.params;
    const chart = (await repository.charts()).find((one) => one.file === file);
    if (chart === undefined) throw new Refusal(404, 'LB5005', { path: `/repository/charts/${file.slice(0, 150)}` });
    const etag = `"${chart.digest.slice(7, 50)}"`;
    // A folder that somebody works on may make another package of the same version; what is named by its digest stays.
    const isNamed = request.url.endsWith(`?${chart.digest.slice(7, 23)}`);
    reply.headers({ etag, 'cache-control': isNamed ? 'public, max-age=31536000, immutable' : 'public, no-cache' });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply
      .header('content-disposition', `attachment; filename="${file}"`)
      .type('application/gzip')
      .send(Buffer.from(await repository.read(file)));
  });
}
