/** Where in the console kinds and objects are found: the URL is the state. */
import { COMMON_KINDS } from './common-kinds.ts';
import { commonKindOf, type KindRef, type ObjectRef } from './kinds/kind.ts';

/** What a URL of this extension's pages names. */
export interface Place {
  readonly cluster: string;
  /** The namespace that the URL stays within. */
  readonly project?: string | undefined;
  /** Absent on the page that lists kinds. */
  readonly kind?: KindRef | undefined;
  readonly namespace?: string | undefined;
  /** Absent on lists. */
  readonly name?: string | undefined;
}

/** Undefined for a URL that is none of ours. */
export function placeOf(pathname: string): Place | undefined {
  const segments = pathname.split('/').filter(Boolean).map(decode);
  if (segments[0] !== 'clusters' || segments[1] === undefined) return undefined;
  const cluster = segments[1];
  const inProject = segments[2] === 'projects' && segments[3] !== undefined;
  const project = inProject ? segments[3] : undefined;
  const rest = segments.slice(inProject ? 4 : 2);
  const found = kindOf(rest);
  if (found === undefined) return undefined;
  const { kind, tail } = found;
  if (tail.length > 2 || (project !== undefined && tail.length > 1)) return undefined;
  const namespace = project ?? (tail.length === 2 ? tail[0] : undefined);
  return { cluster, project, kind, namespace, name: tail.at(-1) };
}

function kindOf([first, ...tail]: string[]): { kind?: KindRef; tail: string[] } | undefined {
  const common = COMMON_KINDS.find(({ path }) => path === first);
  if (common !== undefined) return { kind: common, tail };
  if (first !== 'resources') return undefined;
  if (tail.length === 0) return { tail };
  const [group, version, resource, ...rest] = tail;
  if (group === undefined || version === undefined || resource === undefined) return undefined;
  return { kind: { group: group === 'core' ? '' : group, version, resource }, tail: rest };
}

export function kindsUrl({ cluster, project }: Pick<Place, 'cluster' | 'project'>): string {
  return `${prefix(cluster, project)}/resources`;
}

export function listUrl(place: { cluster: string; project?: string | undefined; kind: KindRef }): string {
  const { group, version, resource } = place.kind;
  const common = commonKindOf(place.kind);
  const parts = common === undefined ? ['resources', group || 'core', version, resource] : [common.path];
  return [prefix(place.cluster, place.project), ...parts.map(encodeURIComponent)].join('/');
}

/** Stays in the project when the object belongs to it, and leads to the cluster otherwise. */
export function objectUrl(object: ObjectRef, project?: string | undefined, tab?: string): string {
  const inProject = project !== undefined && project === object.namespace;
  const list = listUrl({ cluster: object.cluster, project: inProject ? project : undefined, kind: object });
  const parts = inProject || object.namespace === undefined ? [object.name] : [object.namespace, object.name];
  return [list, ...parts.map(encodeURIComponent)].join('/') + (tab === undefined ? '' : `?tab=${tab}`);
}

function prefix(cluster: string, project: string | undefined): string {
  const path = `/clusters/${encodeURIComponent(cluster)}`;
  return project === undefined ? path : `${path}/projects/${encodeURIComponent(project)}`;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
