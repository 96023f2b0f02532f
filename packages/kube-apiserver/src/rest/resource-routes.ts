/** Which code answers a request for a resource. */
import {
  type GroupResource,
  methodNotAllowed,
  methodNotSupported,
  type StatusError,
  unknownResource,
} from '@luban/kube';
import { forward } from '../proxy/forward.ts';
import { logTarget, proxyTarget } from '../proxy/pod-streams.ts';
import { groupResource, type ResourceType } from '../registry/resource-type.ts';
import type { ApiResponse } from '../wire/api-request.ts';
import { plainText } from '../wire/respond.ts';
import { createObject } from './create.ts';
import { deleteCollection, deleteObject } from './delete.ts';
import { patchObject } from './patch.ts';
import { getObject, listObjects } from './read.ts';
import type { Call } from './server-context.ts';
import { isPartialUpdate, servePart } from './subresources/partial-update.ts';
import { bindPod } from './subresources/pod-binding.ts';
import { evictPod } from './subresources/pod-eviction.ts';
import { serveScale } from './subresources/scale.ts';
import { serveVirtual } from './subresources/virtual.ts';
import { updateObject } from './update.ts';
import { watchObjects } from './watch.ts';

/** @throws StatusError */
export function routeResource(call: Call): Promise<ApiResponse> | ApiResponse {
  const { info, type, server } = call;
  if (info.subresource !== '') return routeSubresource(call);
  const virtual = ownEntry(server.virtual, type.storageKey);
  if (virtual !== undefined) return serveVirtual(call, virtual, { ...type, schema: type.schema });
  if (type.storageKey === 'bindings') return bindPod(call);
  if (!type.verbs.includes(info.verb) || isMisplaced(info)) throw notAllowed(call, groupResource(type));
  switch (info.verb) {
    case 'get':
      return getObject(call);
    case 'list':
      return listObjects(call);
    case 'watch':
      return watchObjects(call);
    case 'create':
      return createObject(call);
    case 'update':
      return updateObject(call);
    case 'patch':
      return patchObject(call);
    case 'delete':
      return deleteObject(call);
    case 'deletecollection':
      return deleteCollection(call);
  }
}

function routeSubresource(call: Call): Promise<ApiResponse> | ApiResponse {
  const { info, type, server } = call;
  const { verb, subresource } = info;
  const known = type.subresources.find(({ name }) => name === subresource);
  if (known === undefined) throw unknownResource();
  const path = `${type.resource}/${subresource}`;
  if (subresource === 'proxy') return forward(call.request, proxyTarget(call));
  if (!known.verbs.includes(verb)) throw notAllowed(call, { group: type.group, resource: path });
  const virtual = ownEntry(server.virtual, `${type.storageKey}/${subresource}`);
  if (virtual !== undefined) return serveVirtual(call, virtual, { ...known, schema: undefined, custom: false });
  if (isPartialUpdate(path)) return servePart(call);
  switch (subresource) {
    case 'status':
      return verb === 'get' ? getObject(call) : verb === 'update' ? updateObject(call) : patchObject(call);
    case 'scale':
      return serveScale(call);
    case 'log':
      return podLog(call);
    case 'binding':
      return bindPod(call);
    case 'eviction':
      return evictPod(call);
    default:
      // What is left works by upgraded connections alone.
      return plainText(400, `${subresource} needs an upgraded connection: SPDY/3.1 or a web socket`);
  }
}

/** Such as POST to an object that has a name, or PUT to a collection. */
function isMisplaced({ verb, name }: Call['info']): boolean {
  return name === '' ? verb === 'update' || verb === 'patch' : verb === 'create';
}

/** The router of built-in kinds says less than the handler of custom resources. */
function notAllowed({ type, info }: Call, resource: GroupResource): StatusError {
  return type.custom ? methodNotSupported(resource, info.verb) : methodNotAllowed();
}

function podLog(call: Call): Promise<ApiResponse> | ApiResponse {
  const target = logTarget(call);
  return target === undefined ? plainText(200, '') : forward(call.request, target);
}

function ownEntry<T>(entries: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(entries, key) ? entries[key] : undefined;
}

/** @throws StatusError 404 when the path puts the resource into a scope that it is not of */
export function checkScope({ namespaced, storageKey }: ResourceType, info: Call['info']): void {
  const misplaced = namespaced
    ? info.name !== '' && info.namespace === ''
    : info.namespace !== '' && storageKey !== 'namespaces';
  if (misplaced) throw unknownResource();
}
