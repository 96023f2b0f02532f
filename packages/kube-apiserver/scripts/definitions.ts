/** Builds the OpenAPI definitions of the built-in kinds from the client's models and the table of facts they lack. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Schema } from '../src/schema/schema.ts';
import { ClientModels, type Model } from './client-models.ts';

/** What the models do not tell of one property. */
interface PropertyFacts {
  /** Definition behind what the client takes for a plain string or anything, such as `Quantity`. */
  type?: string;
  /** `atomic`, `set`, or the keys of a list that is a map. */
  list?: 'atomic' | 'set' | string[];
  map?: 'atomic' | 'granular';
  /** Strategy and merge key of the strategic merge patch. */
  patch?: string;
  key?: string;
  default?: unknown;
}

/** The format is described in `facts/definitions.yaml`. */
interface DefinitionFacts {
  $map?: 'atomic' | 'granular';
  $kind?: false;
  $model?: string;
  $schema?: Schema;
  $description?: string;
  [property: string]: unknown;
}

interface PackageFacts {
  /** API group. Absent: the package holds no kinds. */
  group?: string;
  definitions: Record<string, DefinitionFacts>;
}

interface Definition {
  /** Such as `io.k8s.api.core.v1.Pod`. */
  name: string;
  facts: DefinitionFacts;
  model: Model;
  /** Under which it is known by the API, if it is a kind. */
  kinds: { group: string; version: string; kind: string }[];
}

export interface Definitions {
  /** By OpenAPI name such as `io.k8s.api.core.v1.Pod`, without descriptions. */
  schemas: Record<string, Schema>;
  /** By OpenAPI name: what the definition is, and each of its properties. */
  descriptions: Record<string, { description: string; properties: Record<string, string> }>;
}

export const REFERENCE = '#/components/schemas/';

/** Kinds that every group version has under its own name. */
const OF_EVERY_GROUP = new Set(['DeleteOptions', 'WatchEvent']);

/** The client loses the descriptions of properties that refer to definitions. These stand in thousands of places. */
const METADATA =
  "Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";

export function buildDefinitions(): Definitions {
  const { definitions, references } = readDefinitions();
  const schemas: Definitions['schemas'] = {};
  const descriptions: Definitions['descriptions'] = {};
  for (const { name, facts, model, kinds } of definitions) {
    const schema = facts.$schema ?? objectSchema(model, facts, references);
    schemas[name] = { ...schema, ...(kinds.length > 0 && { 'x-kubernetes-group-version-kind': kinds }) };
    descriptions[name] = { description: facts.$description ?? model.description, properties: {} };
  }
  for (const { name, model } of definitions) {
    for (const property of model.properties) {
      const target = schemas[name]?.properties?.[property.name]?.$ref?.slice(REFERENCE.length);
      const inherited = property.name === 'metadata' ? METADATA : descriptions[target ?? '']?.description;
      const description = property.description || inherited;
      const place = descriptions[name]?.properties;
      if (description && place) place[property.name] = description;
    }
  }
  return { schemas, descriptions };
}

/** `references` leads from the client's type names, and from short names in the facts, to definitions. */
function readDefinitions(): { definitions: Definition[]; references: Map<string, string> } {
  const models = new ClientModels();
  const text = readFileSync(join(import.meta.dirname, 'facts', 'definitions.yaml'), 'utf8');
  const packages = Object.entries(parse(text) as Record<string, PackageFacts>);
  const groupVersions = packages.flatMap(([name, { group }]) =>
    group === undefined || name.includes('.meta.') ? [] : [{ group, version: versionOf(name) }],
  );
  const references = new Map<string, string>();
  const definitions = packages.flatMap(([packageName, { group, definitions }]) =>
    Object.entries(definitions).map(([kind, facts]): Definition => {
      const name = `${packageName}.${kind}`;
      const modelName = facts.$model ?? findModel(models, packageName, kind);
      if (modelName === undefined && facts.$schema === undefined) {
        throw new Error(`${name} is neither a model of the client nor described in the facts.`);
      }
      references.set(facts.$schema === undefined ? `${modelName}` : kind, name);
      const model = modelName === undefined ? { description: '', properties: [] } : models.read(modelName);
      const fields = new Set(model.properties.map((property) => property.name));
      const everywhere = OF_EVERY_GROUP.has(kind);
      const isKind = everywhere || (fields.has('kind') && fields.has('apiVersion') && facts.$kind !== false);
      const places = everywhere
        ? groupVersions
        : group === undefined
          ? []
          : [{ group, version: versionOf(packageName) }];
      return { name, facts, model, kinds: isKind ? places.map((place) => ({ ...place, kind })) : [] };
    }),
  );
  return { definitions, references };
}

/** The client names models by version alone, and puts the group before it where that is ambiguous. */
function findModel(models: ClientModels, packageName: string, definition: string): string | undefined {
  const version = versionOf(packageName);
  const prefix = /^v\d/.test(version) ? capitalized(version) : '';
  const group = capitalized(packageName.split('.').at(-2) ?? '');
  return [`${group}${prefix}${definition}`, `${prefix}${definition}`].find((name) => models.has(name));
}

function objectSchema(model: Model, facts: DefinitionFacts, references: ReadonlyMap<string, string>): Schema {
  const required = model.properties.filter((property) => property.required).map((property) => property.name);
  const properties = model.properties.map(({ name, type, format, required }): [string, Schema] => {
    const more = (facts[name] ?? {}) as PropertyFacts;
    const schema = typeSchema(type, format, references, more.type);
    // What Go always writes reads as zero when it is left out.
    const zero = required && schema.type !== undefined ? ZEROS[schema.type] : undefined;
    return [name, { ...schema, ...marks(more), ...withDefault(more.default ?? zero) }];
  });
  return {
    type: 'object',
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    ...(required.length > 0 && { required }),
    ...(facts.$map !== undefined && { 'x-kubernetes-map-type': facts.$map }),
  };
}

const ZEROS: Partial<Record<NonNullable<Schema['type']>, unknown>> = {
  string: '',
  integer: 0,
  number: 0,
  boolean: false,
};

function withDefault(value: unknown): Schema {
  return value === undefined ? {} : { default: value };
}

function marks({ list, map, patch, key }: PropertyFacts): Schema {
  return {
    ...(typeof list === 'string' && { 'x-kubernetes-list-type': list }),
    ...(Array.isArray(list) && { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': list }),
    ...(map !== undefined && { 'x-kubernetes-map-type': map }),
    ...(patch !== undefined && { 'x-kubernetes-patch-strategy': patch }),
    ...(key !== undefined && { 'x-kubernetes-patch-merge-key': key }),
  };
}

/** Reads a type as the client writes it. `inner` replaces its innermost part. */
function typeSchema(
  type: string,
  format: string,
  references: ReadonlyMap<string, string>,
  inner: string | undefined,
): Schema {
  const list = /^Array<(.*)>$/.exec(type)?.[1];
  if (list !== undefined) return { type: 'array', items: typeSchema(list, format, references, inner) };
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  if (map !== undefined) {
    return { type: 'object', additionalProperties: typeSchema(map, format, references, inner) };
  }
  if (inner === undefined) {
    if (type === 'string') return { type, ...(format !== '' && { format }) };
    if (type === 'boolean') return { type };
    if (type === 'number')
      return { type: format === 'double' ? 'number' : 'integer', ...(format !== '' && { format }) };
    if (type === 'any') return {};
  }
  const target = inner ?? UNUSUAL_NAMES[type] ?? type;
  const name = references.get(target);
  if (name === undefined) throw new Error(`The client's type ${target} belongs to no known definition.`);
  return { $ref: `${REFERENCE}${name}` };
}

const UNUSUAL_NAMES: Record<string, string> = { Date: 'Time', V1MicroTime: 'MicroTime' };

function versionOf(packageName: string): string {
  return packageName.slice(packageName.lastIndexOf('.') + 1);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
