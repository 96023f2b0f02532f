import { apiVersionOf } from '@luban/kube';
import type { ResourceType, SubresourceType, Verb } from '../registry/resource-type.ts';
import type { Schema } from '../schema/schema.ts';
import { type Action, operation } from './operations.ts';

/** Finds under which name a kind is published. */
export type KindReference = (group: string, version: string, kind: string) => Schema | undefined;

type PathItem = Record<string, unknown>;

/** Subresources that open a stream or pass a request on. */
const CONNECTING: ReadonlySet<string> = new Set(['attach', 'exec', 'portforward', 'proxy']);
/** Subresources whose answers are bytes. */
const RAW: ReadonlySet<string> = new Set(['log']);

/** The OpenAPI paths of a resource. */
export function pathsOf(type: ResourceType, reference: KindReference): Record<string, PathItem> {
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${apiVersionOf(type)}`;
  const scope = type.namespaced ? `${root}/namespaces/{namespace}` : root;
  const object = operations(type, type, reference(type.group, type.version, type.kind));
  const list = reference(type.group, type.version, type.listKind);
  const all = object(['list'], type.listKind, list);
  const paths: Record<string, PathItem> = {
    [`${scope}/${type.resource}`]: {
      ...(type.namespaced ? object(['list'], 'Namespaced', list) : all),
      ...object(['create', 'deletecollection']),
    },
    ...(type.namespaced && type.verbs.includes('list') && { [`${root}/${type.resource}`]: all }),
    [`${scope}/${type.resource}/{name}`]: object(['get', 'update', 'patch', 'delete']),
  };
  for (const subresource of type.subresources) {
    const { group, version, kind, name } = subresource;
    const schema = RAW.has(name) ? undefined : reference(group, version, kind);
    const item = operations(type, subresource, schema)(['get', 'create', 'update', 'patch', 'delete']);
    paths[`${scope}/${type.resource}/{name}/${name}`] = item;
  }
  return Object.fromEntries(
    Object.entries(paths)
      .filter(([, item]) => Object.keys(item).length > 0)
      .map(([path, item]) => [path, { ...item, parameters: placeholders(path) }]),
  );
}

/** HTTP method and action of each verb. */
const METHODS: Readonly<Partial<Record<Verb, readonly [method: string, action: Action]>>> = {
  get: ['get', 'get'],
  list: ['get', 'list'],
  create: ['post', 'post'],
  update: ['put', 'put'],
  patch: ['patch', 'patch'],
  delete: ['delete', 'delete'],
  deletecollection: ['delete', 'deletecollection'],
};

/** Makes the path item of those of the verbs that the part has. */
function operations(type: ResourceType, part: ResourceType | SubresourceType, own: Schema | undefined) {
  const { custom } = type;
  const subresource = 'name' in part ? part.name : '';
  return (verbs: readonly Verb[], suffix = '', schema = own): PathItem => {
    const entries = verbs.flatMap((verb) => {
      const [method, plain] = METHODS[verb] ?? [];
      if (method === undefined || plain === undefined || !part.verbs.includes(verb)) return [];
      const action = CONNECTING.has(subresource) ? 'connect' : plain;
      const id = operationId(type, method, action, subresource, suffix);
      const { group, version, kind } = part;
      const target = { id, action, group, version, kind, custom };
      return [[method, operation({ ...target, schema: action === 'connect' ? undefined : schema })] as const];
    });
    return Object.fromEntries(entries);
  };
}

function operationId(type: ResourceType, method: string, action: Action, subresource: string, suffix: string): string {
  const words = {
    get: 'read',
    list: 'list',
    post: 'create',
    put: 'replace',
    patch: 'patch',
    delete: 'delete',
    deletecollection: 'deleteCollection',
    connect: `connect${capitalized(method)}`,
  };
  const group =
    type.group
      .replace(/\.k8s\.io$/, '')
      .split('.')
      .map(capitalized)
      .join('') || 'Core';
  const scope = suffix !== type.listKind && type.namespaced ? 'Namespaced' : '';
  const everywhere = suffix === type.listKind && type.namespaced ? 'ForAllNamespaces' : '';
  return `${words[action]}${group}${capitalized(type.version)}${scope}${type.kind}${capitalized(subresource)}${everywhere}`;
}

function placeholders(path: string) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', uniqueItems: true },
  }));
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
