/** What a request below `/kapis` is about. Source: the URL grammar of KubeSphere 4 and k8s.io/apiserver, RequestInfo. */
export interface ResourceRequest {
  group: string;
  version: string;
  /** `list`, `get`, `create`, …; for what is no resource the method in lower case. */
  verb: string;
  workspace?: string;
  namespace?: string;
  /** Absent: the request is about the group and version itself. */
  resource?: string;
  name?: string;
  subresource?: string;
}

const VERBS: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/**
 * @param segments of the path behind `/kapis`, decoded
 * @returns undefined for paths without a group and a version
 */
export function resourceRequest(
  method: string,
  segments: readonly string[],
  query?: string,
): ResourceRequest | undefined {
  const [group, version, ...rest] = segments;
  if (group === undefined || version === undefined) return undefined;
  const watched = rest[0] === 'watch';
  const scoped = scopesOf(watched ? rest.slice(1) : rest);
  const { resource, name } = scoped;
  if (resource === undefined) return { group, version, verb: method.toLowerCase() };
  const plain = VERBS[method] ?? method.toLowerCase();
  return { group, version, verb: verbOf(plain, name, watched || asksToWatch(query)), ...scoped };
}

function verbOf(verb: string, name: string | undefined, watches: boolean): string {
  if (verb === 'get' && watches) return 'watch';
  if (name !== undefined) return verb;
  return verb === 'get' ? 'list' : verb === 'delete' ? 'deletecollection' : verb;
}

function asksToWatch(query: string | undefined): boolean {
  const watch = new URLSearchParams(query).getAll('watch');
  return watch.some((value) => value === '' || /^(?:1|t|true)$/i.test(value));
}

type Scoped = Pick<ResourceRequest, 'workspace' | 'namespace' | 'resource' | 'name' | 'subresource'>;

/** Workspace and namespace are scopes while something follows, and resources themselves at the end. */
function scopesOf(segments: readonly string[]): Scoped {
  let rest = segments;
  const scopes: Scoped = {};
  if (rest[0] === 'workspaces' && rest.length > 2) {
    scopes.workspace = rest[1];
    rest = rest.slice(2);
  }
  if (rest[0] === 'namespaces' && rest.length > 1) {
    scopes.namespace = rest[1];
    if (rest.length > 2) rest = rest.slice(2);
  }
  const [resource, name, ...subresource] = rest;
  return {
    ...scopes,
    ...(resource !== undefined && { resource }),
    ...(name !== undefined && { name }),
    ...(subresource.length > 0 && { subresource: subresource.join('/') }),
  };
}
