import type { KindRef } from './kinds/kind.ts';

interface Collection extends KindRef {
  readonly cluster: string;
  readonly namespace?: string | undefined;
}

/** `/clusters/host/api/v1/namespaces/shop/pods`: a collection behind the gateway. */
export function collectionPath({ cluster, group, version, resource, namespace }: Collection): string {
  const api = group === '' ? ['api', version] : ['apis', group, version];
  const scope = namespace === undefined ? [] : ['namespaces', namespace];
  return ['', 'clusters', cluster, ...api, ...scope, resource].map(encodeURIComponent).join('/');
}

/** The path of one object, or of its subresource. */
export function objectPath(object: Collection & { readonly name: string }, subresource?: string): string {
  return [collectionPath(object), encodeURIComponent(object.name), ...(subresource ? [subresource] : [])].join('/');
}
