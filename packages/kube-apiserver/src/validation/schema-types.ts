/**
 * Whether the values of an object have the types of its schema, in the words of Kubernetes' decoder. Sources:
 * sigs.k8s.io/json for the sentences, k8s.io/apimachinery for the types that decode themselves.
 */
import { parseQuantity, QUANTITY_FORMAT_ERROR, QuantityError } from '@luban/kube';
import { builtInSchemas, OBJECT_META, referenceTo } from '../schema/built-in-schemas.ts';
import type { Schema, SchemaSource, TypedSchema } from '../schema/schema.ts';
import { timeProblem } from './time-format.ts';

/**
 * What the decoder would complain of first, in the order of the document, such as
 * `json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32`. More than one
 * complaint is only of use to people, as the decoder itself stops at the first.
 */
export function typeErrors(object: unknown, typed: TypedSchema): string[] {
  const { schema, source } = typed;
  const errors: string[] = [];
  const builtIn = builtInSchemas().source;
  if (source === builtIn) {
    const name = source.resolve(schema)['x-kubernetes-group-version-kind']?.[0]?.kind ?? '';
    visit(object, schema, { source, errors, depth: 0 }, { structure: name, path: '' });
  } else if (typeof object === 'object' && object !== null && 'metadata' in object) {
    // The rest of a custom resource is no Go structure; its own schema complains by other means.
    const walk = { source: builtIn, errors, depth: 0 };
    visit(object.metadata, referenceTo(OBJECT_META), walk, { structure: '', path: 'metadata' });
  }
  return errors;
}

interface Walk {
  readonly source: SchemaSource;
  readonly errors: string[];
  readonly depth: number;
}

/** Where a value stands: the structure of the Go program that has it as a field, and the names on the way to it. */
interface Place {
  readonly structure: string;
  readonly path: string;
}

/** Kinds are nowhere nested deeper; what is, is no shape of theirs. */
const DEEPEST = 200;

function visit(value: unknown, reference: Schema, walk: Walk, place: Place): void {
  // Absent and null are the same to Go.
  if (value === undefined || value === null || walk.depth > DEEPEST) return;
  const schema = walk.source.resolve(reference);
  const own = goName(reference);
  const decoded = own === undefined ? undefined : SELF_DECODING.get(own.type);
  if (decoded !== undefined) {
    report(walk, decoded(value));
    return;
  }
  if (schema['x-kubernetes-int-or-string'] || schema.format === 'int-or-string') {
    report(walk, intOrStringProblem(value));
    return;
  }
  switch (schema.type) {
    case 'object':
      visitObject(value, reference, schema, walk, place);
      return;
    case 'array':
      visitArray(value, reference, schema, walk, place);
      return;
    case 'string':
      report(walk, stringProblem(value, schema, place));
      return;
    case 'boolean':
      if (typeof value !== 'boolean') report(walk, mismatch(described(value), place, 'bool'));
      return;
    case 'integer':
      report(walk, integerProblem(value, schema, place));
      return;
    case 'number':
      if (typeof value !== 'number') report(walk, mismatch(described(value), place, 'float64'));
      return;
    default:
  }
}

function visitObject(value: unknown, reference: Schema, schema: Schema, walk: Walk, place: Place): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    if (isOpen(schema)) return;
    report(walk, mismatch(described(value), place, goType(reference, walk.source)));
    return;
  }
  const properties = schema.properties ?? {};
  const { additionalProperties } = schema;
  const structure = goName(reference)?.type ?? place.structure;
  const deeper = { ...walk, depth: walk.depth + 1 };
  for (const [name, member] of Object.entries(value)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property !== undefined) visit(member, property, deeper, { structure, path: join(place.path, name) });
    // Entries of maps have no place of their own in the messages.
    else if (typeof additionalProperties === 'object') visit(member, additionalProperties, deeper, place);
  }
}

function visitArray(value: unknown, reference: Schema, schema: Schema, walk: Walk, place: Place): void {
  if (!Array.isArray(value)) {
    report(walk, mismatch(described(value), place, goType(reference, walk.source)));
    return;
  }
  const { items } = schema;
  if (items === undefined) return;
  for (const item of value) visit(item, items, { ...walk, depth: walk.depth + 1 }, place);
}

function stringProblem(value: unknown, schema: Schema, place: Place): string | undefined {
  if (typeof value !== 'string') {
    return mismatch(described(value), place, schema.format === 'byte' ? '[]uint8' : 'string');
  }
  if (schema.format === 'byte') return base64Problem(value);
  return schema.format === 'date-time' ? timeProblem(value) : undefined;
}

const INT32 = 2 ** 31;

function integerProblem(value: unknown, schema: Schema, place: Place): string | undefined {
  const type = schema.format === 'int32' ? 'int32' : 'int64';
  if (typeof value !== 'number') return mismatch(described(value), place, type);
  const limit = type === 'int32' ? INT32 : 2 ** 63;
  if (Number.isInteger(value) && value >= -limit && value < limit) return undefined;
  return mismatch(`number ${goNumber(value)}`, place, type);
}

function intOrStringProblem(value: unknown): string | undefined {
  if (typeof value === 'string') return undefined;
  if (typeof value !== 'number') return `json: cannot unmarshal ${described(value)} into Go value of type int32`;
  if (Number.isInteger(value) && value >= -INT32 && value < INT32) return undefined;
  return `json: cannot unmarshal number ${goNumber(value)} into Go value of type int32`;
}

/** Types that read their own text, by their name in Go. */
const SELF_DECODING: ReadonlyMap<string, (value: unknown) => string | undefined> = new Map([
  ['Quantity', quantityProblem],
  ['IntOrString', intOrStringProblem],
  ['Time', (value: unknown) => timeTextProblem(value, false)],
  ['MicroTime', (value: unknown) => timeTextProblem(value, true)],
  ['JSON', () => undefined],
  ['RawExtension', () => undefined],
  ['FieldsV1', () => undefined],
]);

function quantityProblem(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return QUANTITY_FORMAT_ERROR;
  try {
    parseQuantity(typeof value === 'string' ? value.trim() : value);
    return undefined;
  } catch (error) {
    return error instanceof QuantityError ? error.message : QUANTITY_FORMAT_ERROR;
  }
}

function timeTextProblem(value: unknown, micro: boolean): string | undefined {
  if (typeof value === 'string') return timeProblem(value, micro);
  return `json: cannot unmarshal ${described(value)} into Go value of type string`;
}

/** Source: encoding/base64, which allows line breaks and needs the padding. */
function base64Problem(value: string): string | undefined {
  const wrong = /[^A-Za-z0-9+/=\r\n]/.exec(value);
  const data = value.replace(/[\r\n]/g, '');
  const padding = data.indexOf('=');
  const digits = padding < 0 ? data.length : padding;
  const at = (index: number) => `illegal base64 data at input byte ${index}`;
  if (wrong !== null && (padding < 0 || wrong.index < value.indexOf('='))) return at(wrong.index);
  if (padding < 0) return digits % 4 === 0 ? undefined : at(digits - (digits % 4));
  const expected = (4 - (digits % 4)) % 4;
  if (expected === 0 || expected === 3) return at(digits);
  if (data.slice(digits) === '='.repeat(expected)) return undefined;
  return at(Math.min(data.length, digits + expected));
}

function report(walk: Walk, problem: string | undefined): void {
  if (problem !== undefined) walk.errors.push(problem);
}

function mismatch(value: string, { structure, path }: Place, type: string): string {
  if (path === '') return `json: cannot unmarshal ${value} into Go value of type ${type}`;
  return `json: cannot unmarshal ${value} into Go struct field ${structure}.${path} of type ${type}`;
}

/** The kind of a JSON value, in the words of the decoder. */
function described(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function goNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function isOpen(schema: Schema): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true && schema.properties === undefined;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

interface GoName {
  readonly package: string;
  readonly type: string;
}

/** Schemas are few and are asked for again and again. */
const goNames = new WeakMap<Schema, GoName | null>();

/** `v1` and `PodSpec` of a reference to `io.k8s.api.core.v1.PodSpec`. */
function goName(schema: Schema): GoName | undefined {
  const known = goNames.get(schema);
  if (known !== undefined) return known ?? undefined;
  const name = readGoName(schema);
  goNames.set(schema, name ?? null);
  return name;
}

function readGoName(schema: Schema): GoName | undefined {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  const parts = reference?.slice(reference.lastIndexOf('/') + 1).split('.') ?? [];
  const [pack, type] = parts.slice(-2);
  return pack === undefined || type === undefined ? undefined : { package: pack, type };
}

const SCALARS: Readonly<Record<string, string>> = { string: 'string', boolean: 'bool', number: 'float64' };

/** How Go calls the type of a schema. */
function goType(reference: Schema, source: SchemaSource, depth = 0): string {
  const named = goName(reference);
  if (named !== undefined) return `${named.package}.${named.type}`;
  const schema = source.resolve(reference);
  if (depth > 5) return 'interface {}';
  if (schema.type === 'array') return `[]${schema.items ? goType(schema.items, source, depth + 1) : 'interface {}'}`;
  if (schema.type === 'integer') return schema.format === 'int32' ? 'int32' : 'int64';
  if (schema.type === 'string' && schema.format === 'byte') return '[]uint8';
  if (schema.type === 'object') return mapType(schema, source, depth);
  return SCALARS[schema.type ?? ''] ?? 'interface {}';
}

function mapType({ additionalProperties }: Schema, source: SchemaSource, depth: number): string {
  if (typeof additionalProperties !== 'object') return 'map[string]interface {}';
  const type = goType(additionalProperties, source, depth + 1);
  return type === 'resource.Quantity' ? 'v1.ResourceList' : `map[string]${type}`;
}
