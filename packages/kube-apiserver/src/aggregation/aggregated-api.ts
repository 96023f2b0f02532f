import type { ForwardTarget } from '../proxy/forward.ts';
import type { ServerContext } from '../rest/server-context.ts';
import { readApiService } from './api-service.ts';

/** Where requests for a group version go that another server answers for. */
export function aggregatedApi(
  { registry, store, dialer }: ServerContext,
  group: string,
  version: string,
): Omit<ForwardTarget, 'path'> | undefined {
  if (registry.findExternal(group, version) === undefined) return undefined;
  const object = store.get('apiservices.apiregistration.k8s.io', `${version}.${group}`)?.object;
  const service = object && readApiService(object).service;
  if (object === undefined) {
    const api = dialer.apis?.find((other) => other.group === group && other.version === version);
    return api && { connect: () => api.connect(), name: `${group}/${version}` };
  }
  if (service === undefined) return undefined;
  const { namespace, name, port } = service;
  return { connect: () => dialer.service(namespace, name, port), name: `service/${name} in "${namespace}"` };
}
