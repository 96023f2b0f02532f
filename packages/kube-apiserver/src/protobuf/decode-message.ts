/** Decodes messages of the API into what their JSON would be. */
import { readGenerated } from '../schema/generated-data.ts';
import type { MessageTable, WireField } from './message-table.ts';
import { SPECIAL_MESSAGES } from './special-messages.ts';
import { ProtobufError, WireReader, WireType } from './wire-reader.ts';

type Fields = Record<string, unknown>;

/** How deep messages may lie in each other; schemas of custom resources come nearest. */
const DEEPEST = 250;

let table: MessageTable | undefined;

/** @param name of an OpenAPI definition, such as `io.k8s.api.core.v1.Pod`. @throws ProtobufError */
export function decodeMessage(bytes: Uint8Array, name: string): Fields {
  table ??= readGenerated<MessageTable>('protobuf');
  return decodeFields(bytes, name, { table, depth: 0 });
}

interface Context {
  table: MessageTable;
  depth: number;
}

function decodeFields(bytes: Uint8Array, name: string, context: Context): Fields {
  if (context.depth > DEEPEST) throw new ProtobufError('exceeded max depth');
  const message = context.table[name] ?? {};
  const reader = new WireReader(bytes);
  const result: Fields = {};
  while (!reader.done) {
    const { field: number, wireType } = reader.tag();
    const field = message[number];
    if (field === undefined) reader.skip(wireType);
    else if (field.shape === 'map') readEntry(reader, wireType, field, result, context);
    else if (field.shape === 'list') readItems(reader, wireType, field, result, context);
    else readSingle(reader, wireType, field, result, context);
  }
  return result;
}

function readSingle(reader: WireReader, wireType: number, field: WireField, result: Fields, context: Context): void {
  const value = readValue(reader, wireType, field.value, context);
  if (field.name === '') {
    // A part that Go embeds: its fields stand among those around it.
    Object.assign(result, value);
  } else if (value === undefined || (!field.keepsZero && isZero(value))) {
    delete result[field.name];
  } else {
    result[field.name] = value;
  }
}

/** Adds one item, or several numbers that are packed together. */
function readItems(reader: WireReader, wireType: number, field: WireField, result: Fields, context: Context): void {
  const { name, value } = field;
  const items: unknown[] = Array.isArray(result[name]) ? result[name] : [];
  result[name] = items;
  const single = WIRE_TYPES[value];
  if (single === undefined || wireType !== WireType.bytes) {
    items.push(readValue(reader, wireType, value, context) ?? null);
    return;
  }
  const packed = new WireReader(reader.bytes());
  while (!packed.done) items.push(readValue(packed, single, value, context));
}

/** Maps are lists of entries: 1 is the key, 2 the value. */
function readEntry(reader: WireReader, wireType: number, field: WireField, result: Fields, context: Context): void {
  if (wireType !== WireType.bytes) throw new ProtobufError(`proto: wrong wireType = ${wireType} for ${field.name}`);
  const entry = new WireReader(reader.bytes());
  let key = '';
  let value: unknown = field.value === 'string' || field.value === 'bytes' ? '' : null;
  while (!entry.done) {
    const tag = entry.tag();
    if (tag.field === 1) key = String(readValue(entry, tag.wireType, 'string', context));
    else if (tag.field === 2) value = readValue(entry, tag.wireType, field.value, context) ?? null;
    else entry.skip(tag.wireType);
  }
  const map = result[field.name] ?? {};
  result[field.name] = map;
  // An assignment to `__proto__` would not make a member.
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Of what is no message, text or bytes. */
const WIRE_TYPES: Readonly<Record<string, number>> = {
  integer: WireType.varint,
  boolean: WireType.varint,
  double: WireType.fixed64,
};

function readValue(reader: WireReader, wireType: number, type: string, context: Context): unknown {
  const expected = WIRE_TYPES[type] ?? WireType.bytes;
  if (wireType !== expected) throw new ProtobufError(`proto: wrong wireType = ${wireType} for ${type}`);
  switch (type) {
    case 'integer':
      return reader.integer();
    case 'boolean':
      return reader.varint() !== 0n;
    case 'double':
      return reader.double();
    case 'string':
      return bufferOf(reader.bytes()).toString();
    case 'bytes':
      return bufferOf(reader.bytes()).toString('base64');
  }
  const fields = decodeFields(reader.bytes(), type, { ...context, depth: context.depth + 1 });
  const special = SPECIAL_MESSAGES[type];
  return special === undefined ? fields : special(fields);
}

function isZero(value: unknown): boolean {
  return value === '' || value === 0 || value === false;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
