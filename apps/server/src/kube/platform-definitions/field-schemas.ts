/** Parts of OpenAPI schemas, as CustomResourceDefinitions hold them. */
export interface FieldSchema {
  type?: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  description?: string;
  format?: string;
  enum?: readonly string[];
  default?: unknown;
  minLength?: number;
  minimum?: number;
  maximum?: number;
  required?: readonly string[];
  properties?: Readonly<Record<string, FieldSchema>>;
  additionalProperties?: FieldSchema;
  items?: FieldSchema;
  nullable?: boolean;
  'x-kubernetes-preserve-unknown-fields'?: true;
  'x-kubernetes-embedded-resource'?: true;
  'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
}

export const text = (extra: FieldSchema = {}): FieldSchema => ({ type: 'string', ...extra });
export const flag = (): FieldSchema => ({ type: 'boolean' });
export const integer = (extra: FieldSchema = {}): FieldSchema => ({ type: 'integer', ...extra });
export const time = (): FieldSchema => ({ type: 'string', format: 'date-time' });
/** Base64 in JSON. */
export const bytes = (): FieldSchema => ({ type: 'string', format: 'byte' });
export const oneOf = (...values: string[]): FieldSchema => ({ type: 'string', enum: values });
export const list = (items: FieldSchema): FieldSchema => ({ type: 'array', items });
export const map = (values: FieldSchema): FieldSchema => ({ type: 'object', additionalProperties: values });

export function fields(properties: Readonly<Record<string, FieldSchema>>, ...required: string[]): FieldSchema {
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

/** An object whose fields are nobody's business here. */
export const open = (): FieldSchema => ({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true });

/** A whole object of any kind. */
export const embedded = (): FieldSchema => ({ ...open(), 'x-kubernetes-embedded-resource': true });

/** Texts by language. */
export const localized = (): FieldSchema => map(text());

/** Source: meta/v1 LabelSelector. */
export function labelSelector(): FieldSchema {
  const requirement = fields({ key: text(), operator: text(), values: list(text()) }, 'key', 'operator');
  return fields({ matchLabels: map(text()), matchExpressions: list(requirement) });
}

/** Source: meta/v1 Condition. What charts write may lack the reason or the time. */
export function conditions(): FieldSchema {
  return list(
    fields(
      {
        type: text(),
        status: text(),
        reason: text(),
        message: text(),
        lastTransitionTime: time(),
        lastUpdateTime: time(),
        observedGeneration: integer({ format: 'int64' }),
      },
      'type',
      'status',
    ),
  );
}
