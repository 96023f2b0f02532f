import { randomUUID } from 'node:crypto';
import type { Problem } from '@luban/manifest';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HOST } from '../clusters/cluster-object.ts';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import { identityOf, requireIdentity } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import { REPOSITORY_ANNOTATIONS } from '../repositories/repository-options.ts';
import type { RepositoryReader } from '../repositories/repository-reader.ts';
import { requireRight } from '../rights/access-reviews.ts';
import type { Rights } from '../rights/rights.ts';
import { CATALOGUE_MARKS } from './catalogue-marks.ts';
import type { CatalogueObjects } from './catalogue-objects.ts';
import { selectCharts } from './chart-selection.ts';
import { REPOSITORIES, type RepositoryObject } from './objects.ts';
import { placeOf } from './repository-credentials.ts';
import { inOrder } from './repository-owners.ts';
import type { RepositoryStates } from './repository-state.ts';
import { repositoryView } from './repository-view.ts';

export interface RepositoryRoutesOptions {
  objects: CatalogueObjects;
  states: RepositoryStates;
  clusters: ClusterRegistry;
  rights: Rights;
  open(repository: RepositoryObject): RepositoryReader;
  /** The object with the password that was taken out of it. */
  complete(repository: RepositoryObject): Promise<RepositoryObject>;
  /** Milliseconds that a repository has for being looked at. Default: 30,000. */
  checksWithin?: number;
}

type Named = { Params: { name: string } };

/** `/api/center/repositories`: what is known of each, a look at one that is not there yet, and a sync at once. */
export function registerRepositoryRoutes(app: FastifyInstance, options: RepositoryRoutesOptions): void {
  const { objects, states, clusters, rights, open, complete, checksWithin = 30_000 } = options;

  const require = (verb: 'list' | 'create') => async (request: FastifyRequest) => {
    const { group, resource } = REPOSITORIES;
    await requireRight(rights, identityOf(request), { cluster: HOST, verb, group, resource });
  };

  /** The one that a change of it is tried for. */
  const storedOf = async (request: FastifyRequest): Promise<RepositoryObject | undefined> => {
    const name = member(request.body, 'repository');
    if (name === undefined) return undefined;
    if (typeof name !== 'string') throw new Refusal(400, 'LB5015', { reason: 'repository must be a text' });
    const { group, resource } = REPOSITORIES;
    await requireRight(rights, identityOf(request), { cluster: HOST, verb: 'patch', group, resource, name });
    const stored = objects.repositories.get(name);
    if (stored === undefined) throw new Refusal(404, 'LB7317', { repository: name.slice(0, 100) });
    return complete(stored);
  };

  app.get('/api/center/repositories', { preHandler: [requireIdentity, require('list')] }, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    const repositories = inOrder(objects.repositories.values());
    return { repositories: repositories.map((one) => repositoryView(one, objects, states)) };
  });

  app.post(
    '/api/center/repositories/check',
    { preHandler: [requireIdentity, require('create')] },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const stored = await storedOf(request);
      const repository = draftOf(request.body, stored);
      await using reader = open(repository);
      const timeout = AbortSignal.timeout(checksWithin);
      const gone = new AbortController();
      request.raw.once('close', () => gone.abort());
      const signal = AbortSignal.any([timeout, gone.signal]);
      const listing = await reader.list(signal).catch((error: unknown) => {
        if (timeout.aborted) throw new Refusal(504, 'LB7315', { seconds: checksWithin / 1000 }, { cause: error });
        throw error;
      });
      const { charts, problems } = selectCharts(listing.charts, 0);
      const found: Problem[] = [...listing.problems, ...problems.map(({ problem }) => problem)];
      return {
        kind: /^oci:/i.test(repository.spec?.url ?? '') ? 'oci' : 'http',
        extensions: charts.size,
        problems: found.slice(0, 100),
      };
    },
  );

  // In the name of the person: the cluster itself says whether they may.
  app.post<Named>('/api/center/repositories/:name/sync', { preHandler: requireIdentity }, async (request, reply) => {
    const { name } = request.params;
    const identity = identityOf(request);
    const { group, resource } = REPOSITORIES;
    await requireRight(rights, identity, { cluster: HOST, verb: 'patch', group, resource, name });
    // Only now: which repositories there are is not for everybody.
    if (objects.repositories.get(name) === undefined) {
      throw new Refusal(404, 'LB7317', { repository: name.slice(0, 100) });
    }
    const annotations = { [CATALOGUE_MARKS.sync]: randomUUID() };
    await clusters.host.connection
      .client(identity)
      .patch({ ...REPOSITORIES, name }, 'merge', { metadata: { annotations } });
    return reply.code(202).send({});
  });
}

/** A Repository that nobody has created yet, or has changed. What is not said is as stored. @throws Refusal 400 LB5015 */
function draftOf(body: unknown, stored?: RepositoryObject): RepositoryObject {
  const text = (value: unknown, name: string): string | undefined => {
    const written = member(value, name);
    if (written === undefined || written === null || written === '') return undefined;
    if (typeof written !== 'string') throw new Refusal(400, 'LB5015', { reason: `${name} must be a text` });
    return written;
  };
  const url = text(body, 'url');
  if (url === undefined) throw new Refusal(400, 'LB5015', { reason: 'url must be a text' });
  const given = member(body, 'basicAuth');
  const username = text(given, 'username');
  const known = stored?.spec?.basicAuth;
  // A password belongs to its user, and goes to no other host than it was given for.
  const isKept = username === known?.username && placeOf(url) === placeOf(stored?.spec?.url);
  const password = text(given, 'password') ?? (isKept ? known?.password : undefined);
  const caBundle = text(body, 'caBundle') ?? stored?.spec?.caBundle;
  const references = text(body, 'references');
  const annotations = {
    ...stored?.metadata.annotations,
    ...(references !== undefined && { [REPOSITORY_ANNOTATIONS.references]: references }),
  };
  return {
    apiVersion: 'kubesphere.io/v1alpha1',
    kind: 'Repository',
    metadata: { name: 'draft', annotations },
    spec: {
      url,
      ...(username !== undefined && { basicAuth: { username, password } }),
      ...(caBundle !== undefined && { caBundle }),
      insecure: member(body, 'insecure') === true,
    },
  };
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
