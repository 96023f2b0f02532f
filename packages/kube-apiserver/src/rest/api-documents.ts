/** The documents of the API and the paths that programs look at to see whether the server is well. */
import type { DiscoveryDocuments } from '../discovery/discovery-documents.ts';
import type { PublishedDocument } from '../discovery/published-document.ts';
import { SERVER_VERSION } from '../discovery/server-version.ts';
import { emptySwagger, SWAGGER_PROTOBUF } from '../openapi/empty-swagger.ts';
import type { ApiRequest, ApiResponse } from '../wire/api-request.ts';
import { jsonBuffer, jsonValue, plainText } from '../wire/respond.ts';
import { type Documents, pathNotFound } from './documents.ts';

export interface OpenApi {
  /** `/openapi/v3` */
  index(): PublishedDocument;
  /** `/openapi/v3/apis/apps/v1`: the path without its first two segments. */
  document(path: string): PublishedDocument | undefined;
}

export interface ApiDocumentsOptions {
  discovery: DiscoveryDocuments;
  openApi: OpenApi;
  /** What reads and answers for `/.well-known/openid-configuration` and `/openid/v1/jwks`. */
  openId(path: string): object | Promise<object> | undefined;
  aggregated: Documents['aggregated'];
  /** Passes a path on to the server that answers for a group version. */
  forwardAggregated(request: ApiRequest, group: string, version: string): Promise<ApiResponse> | undefined;
  /** In the text format of Prometheus. */
  metrics(): string;
}

const HEALTH = /^\/(healthz|livez|readyz)(\/[a-z-]+)*$/;

export function apiDocuments(options: ApiDocumentsOptions): Documents {
  const { discovery, openApi } = options;
  return {
    aggregated: options.aggregated,
    async answer(request) {
      const path = request.path.replace(/(?<=.)\/$/, '');
      if (request.method !== 'GET' && request.method !== 'HEAD') throw pathNotFound();
      if (HEALTH.test(path)) return health(path, request.query);
      if (path === '/version') return jsonValue(200, SERVER_VERSION);
      if (path === '/metrics') return plainText(200, options.metrics());
      if (path === '/api' || path === '/apis') return root(discovery, path.slice(1) as 'api' | 'apis', request);
      if (path === '/') return jsonValue(200, { paths: rootPaths(discovery) });
      if (path === '/openapi/v3') return document(request, openApi.index());
      if (path.startsWith('/openapi/v3/')) {
        const found = openApi.document(decodeURIComponent(path.slice('/openapi/v3/'.length)));
        if (found !== undefined) return document(request, found, request.query.get('hash'));
        const [, group = '', version = ''] = path.slice('/openapi/v3/'.length).split('/');
        const forwarded = options.forwardAggregated(request, group, version);
        if (forwarded !== undefined) return forwarded;
        throw pathNotFound();
      }
      if (path === '/openapi/v2') return swagger(request);
      const openId = await options.openId(path);
      if (openId !== undefined) return jsonValue(200, openId, { 'cache-control': 'public, max-age=3600' });
      return legacy(options, request, path);
    },
  };
}

function health(path: string, query: URLSearchParams): ApiResponse {
  const name = path.split('/')[1]!;
  const checks = ['ping', 'store', 'poststarthook/rbac/bootstrap-roles'];
  return plainText(
    200,
    query.has('verbose') ? `${checks.map((check) => `[+]${check} ok\n`).join('')}${name} check passed\n` : 'ok',
  );
}

function swagger({ headers }: ApiRequest): ApiResponse {
  if (!SWAGGER_PROTOBUF.asked.test(headers.accept ?? '')) return jsonValue(200, emptySwagger.json);
  return {
    status: 200,
    headers: { 'content-type': SWAGGER_PROTOBUF.answered, vary: 'Accept' },
    body: emptySwagger.protobuf,
  };
}

/** Clients of today ask for everything at once. */
function root(discovery: DiscoveryDocuments, path: 'api' | 'apis', request: ApiRequest): ApiResponse {
  const accept = request.headers.accept ?? '';
  const range = accept
    .split(',')
    .find((part) => part.includes('g=apidiscovery.k8s.io') && part.includes('as=APIGroupDiscoveryList'));
  const version = /v=(v2(?:beta1)?)(?:;|$)/.exec(range ?? '')?.[1] as 'v2' | 'v2beta1' | undefined;
  // Whoever names the plain form first wants that.
  const plainFirst = /^\s*application\/json\s*(,|$)/.test(accept);
  if (version === undefined || plainFirst) {
    return document(request, path === 'api' ? discovery.apiVersions() : discovery.apiGroupList(), undefined, {
      vary: 'Accept',
    });
  }
  return document(request, discovery.aggregated(path, version), undefined, {
    'content-type': `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
    vary: 'Accept',
  });
}

function legacy(
  { discovery, forwardAggregated }: ApiDocumentsOptions,
  request: ApiRequest,
  path: string,
): ApiResponse | Promise<ApiResponse> {
  const [first, ...rest] = path.slice(1).split('/').map(decodeURIComponent) as [string, ...string[]];
  let found: PublishedDocument | undefined;
  if (first === 'api' && rest.length === 1) found = discovery.apiResourceList('', rest[0]!);
  if (first === 'apis' && rest.length === 1) found = discovery.apiGroup(rest[0]!);
  if (first === 'apis' && rest.length === 2) found = discovery.apiResourceList(rest[0]!, rest[1]!);
  if (found !== undefined) return document(request, found);
  const forwarded = first === 'apis' && rest.length === 2 ? forwardAggregated(request, rest[0]!, rest[1]!) : undefined;
  if (forwarded === undefined) throw pathNotFound();
  return forwarded;
}

/** @param asked hash in the address; with the right one the answer holds for ever */
function document(
  request: ApiRequest,
  { body, hash }: PublishedDocument,
  asked?: string | null,
  headers: Record<string, string> = {},
): ApiResponse {
  const tag = `"${hash}"`;
  const kept = {
    etag: tag,
    ...(asked === hash && { 'cache-control': 'public, immutable, max-age=31536000' }),
    ...headers,
  };
  if (request.headers['if-none-match'] === tag) return { status: 304, headers: kept, body: Buffer.alloc(0) };
  return jsonBuffer(200, body, kept);
}

function rootPaths(discovery: DiscoveryDocuments): string[] {
  const list = JSON.parse(discovery.apiGroupList().body.toString()) as {
    groups: { name: string; versions: { groupVersion: string }[] }[];
  };
  const groups = list.groups.flatMap(({ name, versions }) => [
    `/apis/${name}`,
    ...versions.map(({ groupVersion }) => `/apis/${groupVersion}`),
  ]);
  const others = [
    '/healthz',
    '/livez',
    '/metrics',
    '/openapi/v2',
    '/openapi/v3',
    '/openid/v1/jwks',
    '/readyz',
    '/version',
  ];
  return ['/.well-known/openid-configuration', '/api', '/api/v1', '/apis', ...groups, ...others];
}
