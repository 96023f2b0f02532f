import { MOUNT_PATHS, type RouteMount } from '@luban/manifest';

/** The place that a URL names. Values are decoded. */
export interface UrlContext {
  cluster?: string;
  workspace?: string;
  project?: string;
}

export interface UrlPlace {
  mount: RouteMount;
  context: UrlContext;
  /** What follows the mount's own path, without a leading slash. */
  rest: string;
}

/** Most specific first, so that a project is not taken for its cluster. */
const MOUNTS: readonly RouteMount[] = ['project', 'cluster', 'workspace', 'access', 'platformSettings'];

export function placeOf(pathname: string): UrlPlace {
  const segments = pathname.split('/').filter(Boolean);
  for (const mount of MOUNTS) {
    const pattern = MOUNT_PATHS[mount].split('/').filter(Boolean);
    const context = matchSegments(pattern, segments);
    if (context !== undefined) return { mount, context, rest: segments.slice(pattern.length).join('/') };
  }
  return { mount: 'root', context: {}, rest: segments.join('/') };
}

/** Path of a mount in a context without a trailing slash; undefined when the context lacks one of its parts. */
export function mountPath(mount: RouteMount, context: UrlContext): string | undefined {
  const values: Record<string, string | undefined> = { ...context };
  let complete = true;
  const path = MOUNT_PATHS[mount].replace(/:(\w+)/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) complete = false;
    return encodeURIComponent(value ?? '');
  });
  return complete ? path : undefined;
}

function matchSegments(pattern: string[], segments: string[]): UrlContext | undefined {
  if (segments.length < pattern.length) return undefined;
  const context: Record<string, string> = {};
  for (const [position, part] of pattern.entries()) {
    const segment = segments[position]!;
    if (part.startsWith(':')) context[part.slice(1)] = decode(segment);
    else if (part !== segment) return undefined;
  }
  return context;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
