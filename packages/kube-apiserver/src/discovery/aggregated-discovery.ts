/** The discovery document that tells everything at once. Source: k8s.io/api/apidiscovery/v2. */
import type { ExternalResource } from '../registry/external-api.ts';
import type { ApiGroup, ApiVersion } from '../registry/resource-registry.ts';
import type { ResourceType } from '../registry/resource-type.ts';

/** Both versions have the same form. */
export type DiscoveryVersion = 'v2' | 'v2beta1';

export function aggregatedDiscovery(groups: readonly ApiGroup[], version: DiscoveryVersion) {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: { ...(name !== '' && { name }), creationTimestamp: null },
      versions: versions.map(versionDiscovery),
    })),
  };
}

function versionDiscovery({ version, group, types, external }: ApiVersion) {
  const resources =
    external === undefined
      ? types.map(resourceDiscovery)
      : (external.resources ?? []).map((resource) => externalDiscovery(resource, group, version));
  const stale = external !== undefined && external.resources === undefined;
  return { version, resources, freshness: stale ? 'Stale' : 'Current' };
}

function resourceDiscovery(type: ResourceType) {
  return {
    resource: type.resource,
    responseKind: { group: type.group, version: type.version, kind: type.kind },
    scope: scopeOf(type),
    singularResource: type.singular,
    verbs: [...type.verbs].sort(),
    ...(type.shortNames.length > 0 && { shortNames: type.shortNames }),
    ...(type.categories.length > 0 && { categories: type.categories }),
    ...(type.subresources.length > 0 && {
      subresources: type.subresources.map(({ name, group, version, kind, verbs }) => ({
        subresource: name,
        responseKind: { group, version, kind },
        verbs: [...verbs].sort(),
      })),
    }),
  };
}

function externalDiscovery(resource: ExternalResource, group: string, version: string) {
  const responseKind = (part: Pick<ExternalResource, 'kind' | 'responseGroup' | 'responseVersion'>) => ({
    group: part.responseGroup ?? group,
    version: part.responseVersion ?? version,
    kind: part.kind,
  });
  return {
    resource: resource.resource,
    responseKind: responseKind(resource),
    scope: scopeOf(resource),
    singularResource: resource.singular,
    verbs: resource.verbs,
    ...(resource.shortNames.length > 0 && { shortNames: resource.shortNames }),
    ...(resource.categories.length > 0 && { categories: resource.categories }),
    ...(resource.subresources.length > 0 && {
      subresources: resource.subresources.map((part) => ({
        subresource: part.resource,
        responseKind: responseKind(part),
        verbs: part.verbs,
      })),
    }),
  };
}

function scopeOf({ namespaced }: { namespaced: boolean }): 'Namespaced' | 'Cluster' {
  return namespaced ? 'Namespaced' : 'Cluster';
}
