/** Writes objects as protocol buffers by the tables that the decoder reads by, so that tests can go there and back. */
import { readGenerated } from '../../schema/generated-data.ts';
import type { MessageTable, WireField } from '../message-table.ts';

type Fields = Record<string, unknown>;

export const messageTable = readGenerated<MessageTable>('protobuf');

/** @param name of the OpenAPI definition, such as `io.k8s.api.core.v1.Pod` */
export function encodeObject(object: { apiVersion: string; kind: string }, name: string): Uint8Array {
  const typeMeta = [...bytesField(1, utf8(object.apiVersion)), ...bytesField(2, utf8(object.kind))];
  return Uint8Array.from([
    ...utf8('k8s\0'),
    ...bytesField(1, typeMeta),
    ...bytesField(2, encodeMessage(object as Fields, name)),
  ]);
}

export function encodeMessage(object: Fields, name: string): number[] {
  return Object.entries(messageTable[name] ?? {}).flatMap(([number, field]) =>
    encodeField(Number(number), field, object),
  );
}

export function varint(value: number | bigint): number[] {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes = [];
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
}

export function bytesField(number: number, bytes: Iterable<number>): number[] {
  const content = [...bytes];
  return [...varint(number * 8 + 2), ...varint(content.length), ...content];
}

function encodeField(number: number, field: WireField, object: Fields): number[] {
  if (field.name === '') return bytesField(number, encodeMessage(object, field.value));
  const value = object[field.name];
  if (value === undefined) return [];
  if (field.shape === 'list') return (value as unknown[]).flatMap((item) => encodeValue(number, field.value, item));
  if (field.shape === 'map') {
    return Object.entries(value as Fields).flatMap(([key, item]) =>
      bytesField(number, [...bytesField(1, utf8(key)), ...encodeValue(2, field.value, item)]),
    );
  }
  return encodeValue(number, field.value, value);
}

function encodeValue(number: number, type: string, value: unknown): number[] {
  switch (type) {
    case 'integer':
    case 'boolean':
      return [...varint(number * 8), ...varint(Number(value))];
    case 'double':
      return [...varint(number * 8 + 1), ...new Uint8Array(Float64Array.of(Number(value)).buffer)];
    case 'string':
      return bytesField(number, utf8(String(value)));
    case 'bytes':
      return bytesField(number, Buffer.from(String(value), 'base64'));
  }
  return bytesField(number, encodeMessage(specialFields(type, value), type));
}

/** What stands in the message for a value that is told otherwise in JSON. */
function specialFields(type: string, value: unknown): Fields {
  const base64 = () => Buffer.from(JSON.stringify(value)).toString('base64');
  switch (type.slice(type.lastIndexOf('.') + 1)) {
    case 'Time':
      return { seconds: Date.parse(String(value)) / 1_000, nanos: 0 };
    case 'MicroTime': {
      const [, micros = '0'] = /\.(\d{6})Z$/.exec(String(value)) ?? [];
      return { seconds: Math.floor(Date.parse(String(value)) / 1_000), nanos: Number(micros) * 1_000 };
    }
    case 'Quantity':
      return { string: value };
    case 'IntOrString':
      return typeof value === 'string' ? { type: 1, intVal: 0, strVal: value } : { type: 0, intVal: value, strVal: '' };
    case 'FieldsV1':
      return { Raw: base64() };
    case 'RawExtension':
    case 'JSON':
      return { raw: base64() };
    case 'ExtraValue':
    case 'Verbs':
      return { items: value };
    case 'JSONSchemaPropsOrBool':
      return typeof value === 'boolean' ? { allows: value } : { allows: true, schema: value };
    case 'JSONSchemaPropsOrArray':
      return Array.isArray(value) ? { jSONSchemas: value } : { schema: value };
    case 'JSONSchemaPropsOrStringArray':
      return Array.isArray(value) ? { property: value } : { schema: value };
    default:
      return value as Fields;
  }
}

function utf8(text: string): Buffer {
  return Buffer.from(text);
}
