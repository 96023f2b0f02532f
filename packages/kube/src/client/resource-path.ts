/** Which resource, and which of its objects. */
export interface ResourceRef {
  group: string;
  version: string;
  /** Plural, such as `deployments`. */
  resource: string;
  /** Absent: cluster-scoped, or all namespaces. */
  namespace?: string;
  name?: string;
  subresource?: string;
}

/** `/apis/apps/v1/namespaces/shop/deployments/web/scale` */
export function resourcePath({ group, version, resource, namespace, name, subresource }: ResourceRef): string {
  const segments = group === '' ? ['api', version] : ['apis', group, version];
  if (namespace !== undefined) segments.push('namespaces', namespace);
  segments.push(resource);
  if (name !== undefined) segments.push(name);
  const tail = subresource === undefined ? '' : `/${subresource}`;
  return `/${segments.map(encodeURIComponent).join('/')}${tail}`;
}
