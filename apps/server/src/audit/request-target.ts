/** What a path of a Kubernetes API is about. Source: k8s.io/apiserver, request info. */
export interface RequestTarget {
  cluster?: string;
  group?: string;
  version?: string;
  resource?: string;
  subresource?: string;
  namespace?: string;
  name?: string;
}

const LONGEST = 253;

/**
 * Reads cluster, kind and name from a path, as far as it has them. Paths of LuBan's own, such as `/api/extensions/a/enable`,
 * give the resource and the name too, without a group.
 */
export function requestTarget(path: string): RequestTarget {
  const segments = path.split('/', 16).slice(1).map(decoded).filter(Boolean);
  const [first, second] = segments;
  if (first === 'clusters' && second !== undefined) return { cluster: second, ...apiTarget(segments.slice(2)) };
  if (first === 'api' && second !== undefined && second !== 'v1') return ownTarget(segments.slice(1));
  if (first === 'proxy' || first === 'dist') return ownTarget(segments);
  const target = apiTarget(segments);
  return target.version === undefined ? ownTarget(segments) : { cluster: 'host', ...target };
}

function apiTarget(segments: readonly string[]): RequestTarget {
  const [root, ...rest] = segments;
  if (root === 'api') return { group: '', version: rest[0], ...resourceTarget(rest.slice(1)) };
  if (root !== 'apis' && root !== 'kapis') return {};
  // kapis may name a cluster behind the version: the older way of the platform.
  const [group, version, ...parts] = rest;
  if (root === 'kapis' && parts[0] === 'clusters') {
    return { group, version, cluster: parts[1], ...resourceTarget(parts.slice(2)) };
  }
  return { group, version, ...resourceTarget(parts) };
}

function resourceTarget(parts: readonly string[]): RequestTarget {
  const [first, second, ...more] = parts;
  if (first === 'watch') return resourceTarget(parts.slice(1));
  // The namespace itself has subresources of its own; everything else below it is a resource in it.
  if (first === 'namespaces' && more.length > 0 && !['status', 'finalize'].includes(more[0]!)) {
    const [resource, name, ...sub] = more;
    return compact({ namespace: second, resource, name, subresource: sub.join('/') });
  }
  const namespace = first === 'namespaces' ? second : undefined;
  return compact({ namespace, resource: first, name: second, subresource: more.join('/') });
}

function ownTarget([resource, name, ...sub]: readonly string[]): RequestTarget {
  return compact({ resource, name, subresource: sub.join('/') });
}

function compact(target: Record<string, string | undefined>): RequestTarget {
  return Object.fromEntries(Object.entries(target).filter(([, value]) => value !== undefined && value !== ''));
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment).slice(0, LONGEST);
  } catch {
    return segment.slice(0, LONGEST);
  }
}

/** The verb that Kubernetes gives a method at such a target. */
export function requestVerb(method: string, target: RequestTarget): string {
  if (method === 'POST') return 'create';
  if (method === 'PUT') return 'update';
  if (method === 'PATCH') return 'patch';
  if (method === 'DELETE')
    return target.group !== undefined && target.name === undefined ? 'deletecollection' : 'delete';
  return method === 'GET' || method === 'HEAD' ? 'get' : method.toLowerCase();
}
