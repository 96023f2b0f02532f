/** The discovery documents of one group or version each. Source: k8s.io/apimachinery/pkg/apis/meta/v1. */
import { apiVersionOf } from '@luban/kube';
import type { ApiGroup, ApiVersion } from '../registry/resource-registry.ts';
import type { ResourceType, SubresourceType } from '../registry/resource-type.ts';

/** @param serverAddress host and port under which clients reach the server */
export function apiVersions(serverAddress: string) {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
  };
}

/** @param groups without the core group, which is not told there */
export function apiGroupList(groups: readonly ApiGroup[]) {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupEntry) };
}

export function apiGroup(group: ApiGroup) {
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) };
}

function groupEntry({ name, versions }: ApiGroup) {
  const entries = versions.map(({ version }) => ({ groupVersion: apiVersionOf({ group: name, version }), version }));
  return { name, versions: entries, preferredVersion: entries[0] };
}

export function apiResourceList(version: ApiVersion) {
  return {
    kind: 'APIResourceList',
    ...(version.group !== '' && { apiVersion: 'v1' }),
    groupVersion: apiVersionOf(version),
    resources: version.types.flatMap(resourceEntries),
  };
}

function resourceEntries(type: ResourceType) {
  return [
    {
      name: type.resource,
      singularName: type.singular,
      namespaced: type.namespaced,
      kind: type.kind,
      verbs: [...type.verbs].sort(),
      ...(type.shortNames.length > 0 && { shortNames: type.shortNames }),
      ...(type.categories.length > 0 && { categories: type.categories }),
    },
    ...type.subresources.map((subresource) => ({
      name: `${type.resource}/${subresource.name}`,
      singularName: '',
      namespaced: type.namespaced,
      ...otherGroup(type, subresource),
      kind: subresource.kind,
      verbs: [...subresource.verbs].sort(),
    })),
  ];
}

/** Told only where it is not that of the list. */
function otherGroup(type: ResourceType, { group, version }: SubresourceType) {
  return group === type.group && version === type.version ? {} : { group, version };
}
