/** The object in the body of a write: decoded, of the right kind, with nothing in it that its schema does not know. */
import { apiVersionOf, badRequest, type KubeObject, parseApiVersion, unsupportedMediaType } from '@luban/kube';
import { decodeObject } from '../protobuf/decode-object.ts';
import { omitEmpty } from '../schema/omit-empty.ts';
import { parseYaml } from '../schema/parse-yaml.ts';
import type { TypedSchema } from '../schema/schema.ts';
import { parseStrictJson } from '../schema/strict-json.ts';
import { pruneUnknown, unknownFields } from '../schema/unknown-fields.ts';
import { typeErrors } from '../validation/schema-types.ts';
import type { ApiRequest } from '../wire/api-request.ts';
import type { Draft } from './server-context.ts';
import type { WriteQuery } from './write-options.ts';

/** Bytes. The limit of Kubernetes. */
export const BODY_LIMIT = 3 * 2 ** 20;

/** How many unknown and duplicate fields are told; Kubernetes' own limit. */
const MOST_PROBLEMS = 100;
/** Characters. */
const LONGEST_PATH = 1_000;

export interface ExpectedKind {
  group: string;
  version: string;
  kind: string;
  schema: TypedSchema | undefined;
  custom: boolean;
}

export interface Decoded {
  value: unknown;
  /** Paths of keys that were there twice. */
  duplicates: readonly string[];
}

const JSON_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/** @throws StatusError 400, 413, 415 */
export async function readBody(request: ApiRequest, { custom }: { custom: boolean }): Promise<Decoded> {
  const type = mediaType(request.headers['content-type']);
  if (!JSON_TYPES.includes(type) || (custom && type.endsWith('protobuf'))) {
    throw unsupportedMediaType(custom ? JSON_TYPES.slice(0, 2) : JSON_TYPES);
  }
  const bytes = await request.body(BODY_LIMIT);
  if (type.endsWith('protobuf')) return { value: decodeObject(bytes), duplicates: [] };
  return type === 'application/yaml' ? decodeYaml(bytes) : decodeJson(bytes);
}

export function decodeJson(bytes: Buffer): Decoded {
  return parseStrictJson(utf8(bytes));
}

export function decodeYaml(bytes: Buffer): Decoded {
  return { value: parseYaml(utf8(bytes)), duplicates: [] };
}

/**
 * Makes sure that a decoded value is an object of the kind, and takes out (or refuses) what the schema does not know.
 *
 * @throws StatusError 400
 */
export function acceptObject(
  { value, duplicates }: Decoded,
  expected: ExpectedKind,
  { fieldValidation }: Pick<WriteQuery, 'fieldValidation'>,
  warn: (sentence: string) => void,
): Draft {
  const draft = ofKind(value, expected);
  if (expected.schema === undefined) return draft;
  const wrong = typeErrors(draft, expected.schema);
  if (wrong.length > 0) throw badRequest(`${cannotBeHandled(expected)}: ${wrong[0]}`);
  fillNulls(draft.metadata);
  omitEmpty(draft, expected.schema);
  const unknown = unknownFields(draft, expected.schema);
  if (unknown.length > 0) pruneUnknown(draft, expected.schema);
  if (fieldValidation === 'Ignore') return draft;
  const problems = [
    ...duplicates.map((path) => `duplicate field ${JSON.stringify(path)}`),
    ...unknown.slice(0, MOST_PROBLEMS).map((path) => `unknown field ${JSON.stringify(path.slice(0, LONGEST_PATH))}`),
  ].slice(0, MOST_PROBLEMS);
  if (problems.length === 0) return draft;
  if (fieldValidation === 'Strict') {
    throw badRequest(`${cannotBeHandled(expected)}: strict decoding error: ${problems.join(', ')}`);
  }
  for (const problem of problems) warn(problem);
  return draft;
}

/** Null stands for an empty text or structure in Go's lists and maps, which everything after this counts on. */
function fillNulls(metadata: Draft['metadata']): void {
  for (const name of ['labels', 'annotations'] as const) {
    const texts: Record<string, unknown> = metadata[name] ?? {};
    for (const key of Object.keys(texts)) if (texts[key] === null) texts[key] = '';
  }
  metadata.finalizers &&= metadata.finalizers.map((name) => name ?? '');
  metadata.ownerReferences &&= metadata.ownerReferences.map(
    (owner) => owner ?? { apiVersion: '', kind: '', name: '', uid: '' },
  );
  metadata.managedFields &&= metadata.managedFields.map((entry) => entry ?? {});
}

function ofKind(value: unknown, expected: ExpectedKind): Draft {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest(`${cannotBeHandled(expected)}: json: cannot unmarshal into Go value of type ${expected.kind}`);
  }
  const draft = value as Partial<KubeObject>;
  const apiVersion = apiVersionOf(expected);
  draft.apiVersion ||= apiVersion;
  draft.kind ||= expected.kind;
  if (draft.kind !== expected.kind) {
    const { version } = parseApiVersion(String(draft.apiVersion));
    throw badRequest(
      `${draft.kind} in version ${JSON.stringify(version)} cannot be handled as a ${expected.kind}: ${unconverted(draft, version, expected)}`,
    );
  }
  if (draft.apiVersion !== apiVersion) {
    throw badRequest(
      `the API version in the data (${String(draft.apiVersion)}) does not match the expected API version (${apiVersion})`,
    );
  }
  draft.metadata ??= {};
  if (typeof draft.metadata !== 'object' || Array.isArray(draft.metadata)) {
    throw badRequest(
      `${cannotBeHandled(expected)}: json: cannot unmarshal into Go struct field .metadata of type v1.ObjectMeta`,
    );
  }
  return draft as Draft;
}

function unconverted({ kind }: Partial<KubeObject>, version: string, expected: ExpectedKind): string {
  if (expected.custom) return `the object provided is unrecognized (must be of type ${expected.kind})`;
  // The packages of Go in which the types are kept.
  const group = expected.group.split('.')[0] || 'core';
  return `converting (${version}.${kind}) to (${group}.${expected.kind}): unknown conversion`;
}

function cannotBeHandled({ kind, version }: ExpectedKind): string {
  return `${kind} in version "${version}" cannot be handled as a ${kind}`;
}

export function mediaType(header: string | undefined): string {
  return (header ?? 'application/json').split(';', 1)[0]!.trim().toLowerCase();
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function utf8(bytes: Buffer): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw badRequest('the body of the request is not valid UTF-8');
  }
}
