import type { KubeObject } from '@luban/kube';
import type { FieldSchema } from './field-schemas.ts';

export interface PlatformKind {
  group: string;
  version: string;
  kind: string;
  plural: string;
  shortNames?: string[];
  categories?: string[];
  /** Default: cluster-scoped. */
  namespaced?: boolean;
  /** Fields beside `apiVersion`, `kind` and `metadata`. */
  fields: Readonly<Record<string, FieldSchema>>;
  required?: string[];
  /** Whether the gateway serves it below `/kapis`, with pages, sorting and filters. Default: false. */
  served?: boolean;
  /** Columns between name and age, as `name: JSONPath`. */
  columns?: Readonly<Record<string, string>>;
}

/** Source: KubeSphere 4. */
const SERVED = 'kubesphere.io/resource-served';

/**
 * The CustomResourceDefinition of a kind. None has a status subresource: in KubeSphere controllers write status by
 * ordinary updates, and charts bring it along.
 */
export function platformDefinition(shape: PlatformKind): KubeObject {
  const { group, version, kind, plural, shortNames, categories, namespaced = false, columns = {}, served } = shape;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      labels: { 'app.kubernetes.io/managed-by': 'luban', ...(served && { [SERVED]: 'true' }) },
    },
    spec: {
      group,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        ...(shortNames && { shortNames }),
        ...(categories && { categories }),
      },
      conversion: { strategy: 'None' },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          additionalPrinterColumns: [
            ...Object.entries(columns).map(([name, jsonPath]) => ({ name, type: 'string', jsonPath })),
            { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
          ],
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                apiVersion: { type: 'string' },
                kind: { type: 'string' },
                metadata: { type: 'object' },
                ...shape.fields,
              },
              ...(shape.required && { required: shape.required }),
            },
          },
        },
      ],
    },
  };
}
