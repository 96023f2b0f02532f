/** Messages whose JSON is no object of their fields. Source: the MarshalJSON methods of the Go types. */
import { microTimestamp, timestamp } from '@luban/kube';
import { ProtobufError } from './wire-reader.ts';

type Fields = Readonly<Record<string, unknown>>;

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const EXTENSIONS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';

/** By name: what the decoded fields become in JSON. Undefined stands for null. */
export const SPECIAL_MESSAGES: Readonly<Record<string, (fields: Fields) => unknown>> = {
  [`${META}.Time`]: ({ seconds }) => (seconds === undefined ? undefined : timestamp(milliseconds(seconds))),
  [`${META}.MicroTime`]: microTime,
  [`${META}.FieldsV1`]: ({ Raw }) => json(Raw),
  [`${META}.Verbs`]: ({ items }) => items ?? [],
  'io.k8s.api.authentication.v1.ExtraValue': ({ items }) => items ?? [],
  'io.k8s.api.authorization.v1.ExtraValue': ({ items }) => items ?? [],
  'io.k8s.api.certificates.v1.ExtraValue': ({ items }) => items ?? [],
  'io.k8s.apimachinery.pkg.api.resource.Quantity': ({ string }) => string ?? '0',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': ({ type, intVal, strVal }) =>
    type === 1 ? (strVal ?? '') : (intVal ?? 0),
  'io.k8s.apimachinery.pkg.runtime.RawExtension': ({ raw }) => json(raw),
  [`${EXTENSIONS}.JSON`]: ({ raw }) => json(raw),
  [`${EXTENSIONS}.JSONSchemaPropsOrBool`]: ({ allows, schema }) => schema ?? allows === true,
  [`${EXTENSIONS}.JSONSchemaPropsOrArray`]: ({ schema, jSONSchemas }) => jSONSchemas ?? schema,
  [`${EXTENSIONS}.JSONSchemaPropsOrStringArray`]: ({ schema, property }) => property ?? schema,
};

function microTime({ seconds, nanos }: Fields): string | undefined {
  if (seconds === undefined) return undefined;
  const text = microTimestamp(milliseconds(seconds));
  const micros = typeof nanos === 'number' ? Math.floor(nanos / 1_000) : 0;
  return text.replace(/\d{6}Z$/, `${String(Math.min(Math.max(0, micros), 999_999)).padStart(6, '0')}Z`);
}

/** The years 0 to 9999, which RFC 3339 can tell. */
const EARLIEST = -62_167_219_200_000;
const LATEST = 253_402_300_799_000;

function milliseconds(seconds: unknown): number {
  const value = Number(seconds) * 1_000;
  if (!(value >= EARLIEST && value <= LATEST)) throw new ProtobufError('a time is outside of the years 0 to 9999');
  return value;
}

/** Bytes that hold JSON, which arrive in base64. */
function json(raw: unknown): unknown {
  if (typeof raw !== 'string' || raw === '') return undefined;
  try {
    return JSON.parse(Buffer.from(raw, 'base64').toString());
  } catch (error) {
    throw new ProtobufError((error as Error).message);
  }
}
