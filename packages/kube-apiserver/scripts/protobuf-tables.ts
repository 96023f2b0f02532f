/** Lays out the messages of the API from descriptors, from the facts about what is newer, and from the definitions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { MessageTable, WireField, WireMessage } from '../src/protobuf/message-table.ts';
import type { Schema } from '../src/schema/schema.ts';
import { type Definitions, REFERENCE } from './definitions.ts';
import type { DescribedField, DescribedMessages } from './file-descriptors.ts';

interface ProtobufFacts {
  /** By package and message: fields that Go points to, so that zero is more than absence. */
  pointers: Record<string, Record<string, string[]>>;
  /** By package, message and field: numbers that the descriptors do not know yet. */
  numbers: Record<string, Record<string, Record<string, number>>>;
  /** By package and message: fields of parts that OpenAPI does not name, or that hold such parts. */
  parts: Record<string, Record<string, WireMessage>>;
}

/** Values by FieldDescriptorProto.Type. */
const SCALARS: Record<number, string> = {
  1: 'double',
  3: 'integer',
  5: 'integer',
  8: 'boolean',
  9: 'string',
  12: 'bytes',
};

export function buildMessageTable(messages: DescribedMessages, { schemas }: Definitions): MessageTable {
  const facts = parse(readFileSync(join(import.meta.dirname, 'facts', 'protobuf.yaml'), 'utf8')) as ProtobufFacts;
  const table: MessageTable = {};
  const described = new Map([...messages].map(([name, fields]) => [openApiName(name), fields]));
  const queue = Object.keys(schemas);
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (table[name] !== undefined) continue;
    const at = name.lastIndexOf('.');
    const [packageName, message] = [name.slice(0, at), name.slice(at + 1)];
    const schema = schemas[name];
    const fields: WireMessage = {};
    for (const field of described.get(name) ?? []) {
      const wired = describedField(field, schema, described);
      if (wired !== undefined) fields[field.number] = wired;
    }
    for (const [property, number] of Object.entries(facts.numbers[packageName]?.[message] ?? {})) {
      const place = schema?.properties?.[property];
      if (place === undefined) throw new Error(`The facts number ${name}.${property}, which OpenAPI does not name.`);
      fields[number] = { name: property, ...wireValueOf(place) };
    }
    Object.assign(fields, facts.parts[packageName]?.[message]);
    for (const field of Object.values(fields)) {
      const pointer = facts.pointers[packageName]?.[message]?.includes(field.name);
      if (field.shape === undefined && (pointer || schema?.required?.includes(field.name))) field.keepsZero = true;
      if (field.value.includes('.')) queue.push(field.value);
    }
    if (Object.keys(fields).length > 0) table[name] = fields;
  }
  return table;
}

/** Nothing for a field that this version of Kubernetes has no more. */
function describedField(
  field: DescribedField,
  schema: Schema | undefined,
  described: ReadonlyMap<string, DescribedField[]>,
): WireField | undefined {
  const name = schema?.properties === undefined ? field.name : propertyName(field.name, schema.properties);
  const type = openApiName(field.typeName.slice(1));
  // The entries of maps are messages inside the one that has the map; no others are.
  const entry = described.has(type.slice(0, type.lastIndexOf('.'))) ? described.get(type) : undefined;
  const value = entry === undefined ? field : entry.find(({ number }) => number === 2);
  const wired = SCALARS[value?.type ?? 0] ?? openApiName(value?.typeName.slice(1) ?? '');
  if (name === undefined && !(wired.includes('.') && entry === undefined && !field.repeated)) return undefined;
  return { name: name ?? '', value: wired, ...(entry ? { shape: 'map' } : field.repeated ? { shape: 'list' } : {}) };
}

/** Names on the wire differ from those in JSON in capitals and marks: `xKubernetesListType`, `x-kubernetes-list-type`. */
function propertyName(name: string, properties: Record<string, Schema>): string | undefined {
  if (Object.hasOwn(properties, name)) return name;
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return Object.keys(properties).find((property) => plain(property) === plain(name));
}

/** What a property of the schema is on the wire. */
function wireValueOf(schema: Schema): Pick<WireField, 'value' | 'shape'> {
  if (schema.$ref !== undefined) return { value: schema.$ref.replace(REFERENCE, '') };
  if (schema.items !== undefined) return { value: wireValueOf(schema.items).value, shape: 'list' };
  if (typeof schema.additionalProperties === 'object') {
    const { value, shape } = wireValueOf(schema.additionalProperties);
    if (shape !== undefined) throw new Error('A map of lists has a message of its own, which the facts have to name.');
    return { value, shape: 'map' };
  }
  if (schema.type === 'string') return { value: schema.format === 'byte' ? 'bytes' : 'string' };
  if (schema.type === 'number') return { value: 'double' };
  if (schema.type === 'integer' || schema.type === 'boolean') return { value: schema.type };
  throw new Error(`A property of type ${schema.type} has no form on the wire.`);
}

/** `io.k8s.api.core.v1.Pod` of `k8s.io.api.core.v1.Pod`. */
function openApiName(message: string): string {
  return message.replace(/^k8s\.io\./, 'io.k8s.').replace('apiextensions_apiserver', 'apiextensions-apiserver');
}
