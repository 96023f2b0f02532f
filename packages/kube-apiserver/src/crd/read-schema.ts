import { isObject } from '../json/json-value.ts';
import { compilePattern, PatternError } from '../regex/pattern.ts';
import { type FieldError, invalidValue, typeInvalid } from '../validation/field-error.ts';
import { canonicalJson, member } from './json.ts';
import type { Enumeration, StructuralSchema, ValidationRule } from './structural-schema.ts';

/** Nested more deeply than this, a schema is refused. */
const DEEPEST = 100;
/** Nodes of one schema. The largest that are in use have some ten thousand. */
const MOST_NODES = 50_000;

export interface ReadSchema {
  /** Absent when something is wrong with it. */
  readonly schema?: StructuralSchema;
  readonly errors: readonly FieldError[];
}

/**
 * Reads an `openAPIV3Schema`. What comes out has the right form; whether it is structural and makes sense is checked
 * elsewhere.
 *
 * @param path of the schema, for errors, such as `spec.validation.openAPIV3Schema`
 */
export function readSchema(raw: unknown, path: string): ReadSchema {
  const reader = new SchemaReader();
  const schema = reader.read(raw, path, 0);
  return reader.errors.length > 0 ? { errors: reader.errors } : { schema, errors: [] };
}

const UNSUPPORTED = ['id', '$schema', '$ref', 'patternProperties', 'definitions', 'dependencies', 'additionalItems'];

class SchemaReader {
  readonly errors: FieldError[] = [];
  #nodes = 0;

  read(raw: unknown, path: string, depth: number): StructuralSchema {
    const value = isObject(raw) ? raw : {};
    if (!isObject(raw)) this.#wrong(path, raw, 'object');
    if (depth === DEEPEST) this.errors.push(invalidValue(path, '', `schemas nest at most ${DEEPEST} levels`));
    if (++this.#nodes === MOST_NODES)
      this.errors.push(invalidValue(path, '', `schemas have at most ${MOST_NODES} parts`));
    const below = depth >= DEEPEST || this.#nodes >= MOST_NODES ? {} : value;
    const text = (name: string) => this.#typed(value, name, path, 'string') ?? '';
    const number = (name: string) => this.#typed(value, name, path, 'number');
    const flag = (name: string) => this.#typed(value, name, path, 'boolean');
    const many = (name: string) =>
      this.#list(below, name, path).map((item, i) => this.read(item, `${path}.${name}[${i}]`, depth + 1));
    const one = (name: string) => {
      const found = member(below, name);
      return found === undefined || found === null ? undefined : this.read(found, `${path}.${name}`, depth + 1);
    };
    return {
      type: text('type'),
      format: text('format'),
      title: text('title'),
      description: text('description'),
      nullable: flag('nullable') ?? false,
      default: member(value, 'default') ?? undefined,
      properties: this.#properties(below, path, depth),
      additionalProperties: this.#additional(below, path, depth),
      items: Array.isArray(member(below, 'items')) ? undefined : one('items'),
      required: this.#strings(value, 'required', path),
      enum: enumeration(this.#list(value, 'enum', path)),
      ...patternOf(text('pattern')),
      minimum: number('minimum'),
      maximum: number('maximum'),
      exclusiveMinimum: flag('exclusiveMinimum') ?? false,
      exclusiveMaximum: flag('exclusiveMaximum') ?? false,
      multipleOf: number('multipleOf'),
      minLength: number('minLength'),
      maxLength: number('maxLength'),
      minItems: number('minItems'),
      maxItems: number('maxItems'),
      minProperties: number('minProperties'),
      maxProperties: number('maxProperties'),
      uniqueItems: flag('uniqueItems') ?? false,
      allOf: many('allOf'),
      anyOf: many('anyOf'),
      oneOf: many('oneOf'),
      not: one('not'),
      preserveUnknownFields: flag('x-kubernetes-preserve-unknown-fields'),
      embeddedResource: flag('x-kubernetes-embedded-resource') ?? false,
      intOrString: flag('x-kubernetes-int-or-string') ?? false,
      listType: this.#typed(value, 'x-kubernetes-list-type', path, 'string'),
      listMapKeys: this.#strings(value, 'x-kubernetes-list-map-keys', path),
      mapType: this.#typed(value, 'x-kubernetes-map-type', path, 'string'),
      rules: this.#list(value, 'x-kubernetes-validations', path).map((rule, i) =>
        this.#rule(rule, `${path}.x-kubernetes-validations[${i}]`),
      ),
      unsupported: [
        ...UNSUPPORTED.filter((name) => (member(value, name) ?? undefined) !== undefined),
        ...(Array.isArray(member(value, 'items')) ? ['items'] : []),
      ],
    };
  }

  #properties(value: unknown, path: string, depth: number): Map<string, StructuralSchema> {
    const found = member(value, 'properties') ?? {};
    if (!isObject(found)) this.#wrong(`${path}.properties`, found, 'object');
    if (!isObject(found)) return new Map();
    return new Map(
      Object.keys(found).map((name) => [name, this.read(found[name], `${path}.properties[${name}]`, depth + 1)]),
    );
  }

  #additional(value: unknown, path: string, depth: number): StructuralSchema | boolean | undefined {
    const found = member(value, 'additionalProperties') ?? undefined;
    if (found === undefined || typeof found === 'boolean') return found;
    return this.read(found, `${path}.additionalProperties`, depth + 1);
  }

  #rule(value: unknown, path: string): ValidationRule {
    if (!isObject(value)) this.#wrong(path, value, 'object');
    const text = (name: string) => this.#typed(value, name, path, 'string') ?? '';
    return {
      rule: text('rule'),
      message: text('message'),
      messageExpression: text('messageExpression'),
      reason: text('reason'),
      fieldPath: text('fieldPath'),
      optionalOldSelf: this.#typed(value, 'optionalOldSelf', path, 'boolean'),
    };
  }

  #typed(value: unknown, name: string, path: string, type: 'string'): string | undefined;
  #typed(value: unknown, name: string, path: string, type: 'number'): number | undefined;
  #typed(value: unknown, name: string, path: string, type: 'boolean'): boolean | undefined;
  #typed(value: unknown, name: string, path: string, type: string): unknown {
    const found = member(value, name) ?? undefined;
    if (found === undefined || typeof found === type) return found;
    this.#wrong(`${path}.${name}`, found, type);
    return undefined;
  }

  #list(value: unknown, name: string, path: string): readonly unknown[] {
    const found = member(value, name) ?? [];
    if (Array.isArray(found)) return found;
    this.#wrong(`${path}.${name}`, found, 'array');
    return [];
  }

  #strings(value: unknown, name: string, path: string): string[] {
    return this.#list(value, name, path).filter((item, i) => {
      if (typeof item !== 'string') this.#wrong(`${path}.${name}[${i}]`, item, 'string');
      return typeof item === 'string';
    }) as string[];
  }

  #wrong(path: string, value: unknown, type: string): void {
    this.errors.push(typeInvalid(path, value, `${path} must be of type ${type}`));
  }
}

function enumeration(values: readonly unknown[]): Enumeration | undefined {
  if (values.length === 0) return undefined;
  const isCompound = (value: unknown) => typeof value === 'object' && value !== null;
  return {
    values,
    scalars: new Set(values.filter((value) => !isCompound(value))),
    compounds: new Set(values.filter(isCompound).map(canonicalJson)),
  };
}

function patternOf(source: string): Pick<StructuralSchema, 'pattern' | 'patternSource' | 'patternError'> {
  if (source === '') return { pattern: undefined, patternSource: '', patternError: undefined };
  try {
    return { pattern: compilePattern(source), patternSource: source, patternError: undefined };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return { pattern: undefined, patternSource: source, patternError: error.message };
  }
}
