/** The part of JSON Schema 2020-12 that the schema of the manifest uses, and the shape rule understands. */
export interface SchemaNode {
  $schema?: string;
  $id?: string;
  $ref?: string;
  $defs?: Record<string, SchemaNode>;
  title?: string;
  description?: string;
  default?: string | number | boolean;
  type?:
    | 'object'
    | 'array'
    | 'string'
    | 'number'
    | 'integer'
    | 'boolean'
    | readonly ('string' | 'number' | 'boolean')[];
  const?: string;
  enum?: readonly string[];
  /** Also names the rule that says more about the value than a pattern can, see `rules/formats.ts`. */
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: SchemaNode;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, SchemaNode>;
  required?: readonly string[];
  additionalProperties?: boolean | SchemaNode;
  propertyNames?: SchemaNode;
  maxProperties?: number;
  /** For editors and other validators; in `validateManifest` a rule of its own gives the better message. */
  not?: SchemaNode;
  allOf?: readonly SchemaNode[];
  oneOf?: readonly SchemaNode[];
}

export function text(description: string, maxLength: number): SchemaNode {
  return { type: 'string', description, minLength: 1, maxLength };
}

/** An object with these fields and no other. Names that end in `?` are optional. */
export function record(description: string, fields: Record<string, SchemaNode>): SchemaNode {
  const properties: Record<string, SchemaNode> = {};
  const required: string[] = [];
  for (const [name, node] of Object.entries(fields)) {
    const optional = name.endsWith('?');
    properties[optional ? name.slice(0, -1) : name] = node;
    if (!optional) required.push(name);
  }
  return {
    type: 'object',
    description,
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

export function list(description: string, items: SchemaNode, maxItems: number): SchemaNode {
  return { type: 'array', description, items, maxItems };
}

export function map(
  description: string,
  keys: SchemaNode,
  values: SchemaNode | true,
  maxProperties: number,
): SchemaNode {
  return { type: 'object', description, propertyNames: keys, additionalProperties: values, maxProperties };
}

export function ref(name: string): SchemaNode {
  return { $ref: `#/$defs/${name}` };
}

/** The same node with a description of its own. */
export function described(node: SchemaNode, description: string): SchemaNode {
  return { ...node, description };
}
