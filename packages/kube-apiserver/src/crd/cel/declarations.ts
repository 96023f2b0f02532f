/** Types that rules see. Source: k8s.io/apiserver/pkg/cel/common, SchemaDeclType. */
import type { Environment } from '@marcbachmann/cel-js';
import type { StructuralSchema } from '../structural-schema.ts';
import { identifiersOf } from './escaping.ts';
import { CelObject, type Fields, type ValueType } from './values.ts';

export interface Declared {
  /** Name of the type, such as `list<string>`. */
  readonly name: string;
  readonly value: ValueType;
}

const TIMESTAMP = 'google.protobuf.Timestamp';
const DURATION = 'google.protobuf.Duration';

/**
 * Declares the types of a schema in an environment. Only what the words of the rules can reach is declared: large
 * schemas have thousands of objects, of which rules name a few.
 */
export class Declarations {
  readonly #environment: Environment;
  readonly #words: ReadonlySet<string>;
  #count = 0;

  constructor(environment: Environment, words: ReadonlySet<string>) {
    this.#environment = environment;
    this.#words = words;
  }

  /** @param isResource has `apiVersion`, `kind` and the names of `metadata` whatever the schema says */
  declare(schema: StructuralSchema, isResource = false): Declared {
    if (schema.intOrString) return DYN;
    if (schema.nullable) {
      // A type that takes null as well. Its value is converted as ever.
      return { name: 'dyn', value: this.#typed({ ...schema, nullable: false }, isResource).value };
    }
    return this.#typed(schema, isResource);
  }

  #typed(schema: StructuralSchema, isResource: boolean): Declared {
    switch (schema.type) {
      case 'array':
        return this.#list(schema);
      case 'object':
        return this.#object(schema, isResource || schema.embeddedResource);
      case 'integer':
        return { name: 'int', value: { kind: 'integer' } };
      case 'number':
        return { name: 'double', value: { kind: 'plain' } };
      case 'boolean':
        return { name: 'bool', value: { kind: 'plain' } };
      case 'string':
        return stringType(schema.format.replaceAll('-', ''));
      default:
        return DYN;
    }
  }

  #list({ items, listType, listMapKeys }: StructuralSchema): Declared {
    const item = items === undefined ? DYN : this.declare(items);
    const value: ValueType = { kind: 'list', items: item.value, listType: listType ?? '', keys: listMapKeys };
    return { name: `list<${item.name}>`, value };
  }

  #object(schema: StructuralSchema, isResource: boolean): Declared {
    const { properties, additionalProperties, preserveUnknownFields } = schema;
    if (typeof additionalProperties === 'object' && properties.size === 0) {
      const values = this.declare(additionalProperties);
      return { name: `map<string, ${values.name}>`, value: { kind: 'map', values: values.value } };
    }
    if (properties.size === 0 && !isResource && (preserveUnknownFields || additionalProperties === true)) return DYN;
    return this.#message(schema, isResource);
  }

  #message({ properties }: StructuralSchema, isResource: boolean): Declared {
    const fields = new Map<string, { property: string; type: ValueType; name: string }>();
    const add = (property: string, declared: () => Declared) => {
      for (const identifier of identifiersOf(property)) {
        if (!this.#words.has(identifier)) continue;
        const { name, value } = declared();
        fields.set(identifier, { property, type: value, name });
      }
    };
    for (const [property, schema] of properties) {
      if (isResource && property === 'metadata') continue;
      add(property, () => this.declare(schema));
    }
    if (isResource) {
      for (const property of ['apiVersion', 'kind']) if (!properties.has(property)) add(property, () => STRING);
      add('metadata', () => this.#metadata());
    }
    return this.#register(fields);
  }

  #metadata(): Declared {
    const plain: ValueType = { kind: 'plain' };
    const names = ['name', 'generateName'].map((property) => [property, { property, type: plain, name: 'string' }]);
    return this.#register(new Map(names as [string, { property: string; type: ValueType; name: string }][]));
  }

  #register(fields: Map<string, { property: string; type: ValueType; name: string }>): Declared {
    const known: Fields = fields;
    // A class of its own, by which the type of a value is told.
    const Declared = class extends CelObject {
      constructor(raw: Record<string, unknown>) {
        super(raw, known);
      }
    };
    const name = `object${++this.#count}`;
    const types = Object.fromEntries([...fields].map(([identifier, field]) => [identifier, field.name]));
    this.#environment.registerType(name, { ctor: Declared, fields: types });
    this.#environment.registerOperator(`${name} == ${name}`, (a: unknown, b: unknown) => a === b);
    return { name, value: { kind: 'object', create: (raw) => new Declared(raw) } };
  }
}

const DYN: Declared = { name: 'dyn', value: { kind: 'dyn' } };
const STRING: Declared = { name: 'string', value: { kind: 'plain' } };

function stringType(format: string): Declared {
  if (format === 'byte') return { name: 'bytes', value: { kind: 'bytes' } };
  if (format === 'datetime' || format === 'date') return { name: TIMESTAMP, value: { kind: 'timestamp' } };
  return format === 'duration' ? { name: DURATION, value: { kind: 'duration' } } : STRING;
}
