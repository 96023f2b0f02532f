import type { ApiRequest } from './api-request.ts';

const WATCH = /^(\/api\/[^/]+|\/apis\/[^/]+\/[^/]+)\/watch(\/.+)$/;

/**
 * The older way to ask for a watch, `/apis/<group>/<version>/watch/…`, said as it is said now. Source: k8s.io/apiserver,
 * RequestInfo and its special verbs.
 */
export function withoutWatchPath(request: ApiRequest): ApiRequest {
  const [, root, rest] = request.method === 'GET' ? (WATCH.exec(request.path) ?? []) : [];
  if (root === undefined || rest === undefined) return request;
  const segments = rest.split('/').filter((segment) => segment !== '');
  const isInside = segments[0] === 'namespaces' && segments.length > 2;
  const [resource, name] = isInside ? segments.slice(2) : segments;
  const query = new URLSearchParams(request.query);
  query.set('watch', 'true');
  if (name !== undefined) {
    const asked = query.get('fieldSelector');
    const one = `metadata.name=${decoded(name)}`;
    query.set('fieldSelector', asked ? `${asked},${one}` : one);
  }
  const scope = isInside ? `/namespaces/${segments[1]}` : '';
  return { ...request, path: `${root}${scope}/${resource}`, query };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
