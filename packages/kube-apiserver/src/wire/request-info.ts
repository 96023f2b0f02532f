/** What a path and a method ask for. Source: k8s.io/apiserver/pkg/endpoints/request, RequestInfo. */
import { badRequest } from '@luban/kube';

export type RequestInfo = ResourceRequest | PathRequest;

export interface ResourceRequest {
  readonly isResource: true;
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** Empty: the object itself. */
  readonly subresource: string;
  /** Empty: cluster scope or all namespaces. */
  readonly namespace: string;
  /** Empty: the collection. */
  readonly name: string;
  /** Segments behind the subresource, for proxies. */
  readonly rest: readonly string[];
}

/** A request for something that is no resource, such as `/version`. */
export interface PathRequest {
  readonly isResource: false;
  /** The method in lower case. */
  readonly verb: string;
  readonly path: string;
}

/** PUT and PATCH of a collection are refused, but by who may do that to the resource. */
const COLLECTION_VERBS = {
  GET: 'list',
  HEAD: 'list',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'deletecollection',
} as const;
const OBJECT_VERBS = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
} as const;

/** @throws StatusError 400 for a path that is not well encoded */
export function requestInfo(method: string, path: string, query: URLSearchParams): RequestInfo {
  const nonResource: PathRequest = { isResource: false, verb: method.toLowerCase(), path };
  const segments = decodeSegments(path);
  const parsed = groupVersion(segments);
  if (parsed === undefined || parsed.rest.length === 0) return nonResource;
  const { group, version } = parsed;
  let [first, ...rest] = parsed.rest as [string, ...string[]];
  let namespace = '';
  // `/namespaces/x` is the namespace itself, `/namespaces/x/pods` is inside it, `/namespaces/x/status` is of it.
  if (first === 'namespaces' && rest.length >= 2 && !isOfNamespace(group, rest[1]!)) {
    namespace = rest[0]!;
    [first, ...rest] = rest.slice(1) as [string, ...string[]];
  }
  const [name = '', subresource = '', ...tail] = rest;
  if (first === 'namespaces' && group === '') namespace = name;
  const isProxy = subresource === 'proxy';
  const verb = name === '' ? collectionVerb(method, query) : objectVerb(method, isProxy);
  if (verb === undefined) return nonResource;
  return { isResource: true, verb, group, version, resource: first, subresource, namespace, name, rest: tail };
}

function groupVersion(segments: readonly string[]): { group: string; version: string; rest: string[] } | undefined {
  if (segments[0] === 'api' && segments.length > 1) {
    return { group: '', version: segments[1]!, rest: segments.slice(2) };
  }
  if (segments[0] === 'apis' && segments.length > 2) {
    return { group: segments[1]!, version: segments[2]!, rest: segments.slice(3) };
  }
  return undefined;
}

function isOfNamespace(group: string, segment: string): boolean {
  return group === '' && (segment === 'status' || segment === 'finalize');
}

function collectionVerb(method: string, query: URLSearchParams): ResourceRequest['verb'] | undefined {
  const verb = Object.hasOwn(COLLECTION_VERBS, method)
    ? COLLECTION_VERBS[method as keyof typeof COLLECTION_VERBS]
    : undefined;
  return verb === 'list' && method === 'GET' && isTrue(query.get('watch')) ? 'watch' : verb;
}

function objectVerb(method: string, isProxy: boolean): ResourceRequest['verb'] | undefined {
  if (isProxy && (method === 'HEAD' || method === 'OPTIONS')) return 'get';
  return Object.hasOwn(OBJECT_VERBS, method) ? OBJECT_VERBS[method as keyof typeof OBJECT_VERBS] : undefined;
}

function decodeSegments(path: string): string[] {
  try {
    return path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
  } catch {
    throw badRequest(`the path ${JSON.stringify(path.slice(0, 200))} is not well encoded`);
  }
}

/** Booleans in queries, as Go reads them; a key without a value counts as true. */
export function isTrue(value: string | null): boolean {
  return value !== null && value !== 'false' && value !== '0' && value !== 'False' && value !== 'f';
}
