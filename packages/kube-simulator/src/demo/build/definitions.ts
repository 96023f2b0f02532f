import type { KubeObject } from '@luban/kube';

export interface DefinitionOptions {
  group: string;
  kind: string;
  plural: string;
  shortNames?: string[];
  categories?: string[];
  scope?: 'Namespaced' | 'Cluster';
  version?: string;
  /** Schemas of the two halves of an object. */
  spec: object;
  status?: object;
  /** JSONPath by the column's name; with a type behind a space when it is no string. */
  columns: Record<string, string>;
  scale?: object;
}

/** A custom kind with one version. */
export function definition(options: DefinitionOptions): KubeObject {
  const { group, kind, plural, shortNames, categories, scope = 'Namespaced', version = 'v1', columns } = options;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), shortNames, categories },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              required: ['spec'],
              properties: { spec: options.spec, ...(options.status && { status: options.status }) },
            },
          },
          subresources: { ...(options.status && { status: {} }), ...(options.scale && { scale: options.scale }) },
          additionalPrinterColumns: Object.entries(columns).map(([name, column]) => {
            const [jsonPath, type = 'string'] = column.split(' ');
            return { name, jsonPath, type };
          }),
        },
      ],
    },
  };
}

export const text = (more: object = {}) => ({ type: 'string', ...more });
export const whole = (more: object = {}) => ({ type: 'integer', ...more });
export const truth = (more: object = {}) => ({ type: 'boolean', ...more });
export const time = () => ({ type: 'string', format: 'date-time' });
export const listOf = (items: object) => ({ type: 'array', items });
/** @param properties schemas by name; a name with `!` behind it is required */
export function shape(properties: Record<string, object>, more: object = {}): object {
  const names = Object.keys(properties);
  const required = names.filter((name) => name.endsWith('!')).map((name) => name.slice(0, -1));
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name.replace(/!$/, ''), properties[name]])),
    ...(required.length > 0 && { required }),
    ...more,
  };
}
export const conditions = () =>
  listOf(
    shape({
      'type!': text(),
      'status!': text({ enum: ['True', 'False', 'Unknown'] }),
      reason: text(),
      message: text(),
      lastTransitionTime: time(),
    }),
  );
