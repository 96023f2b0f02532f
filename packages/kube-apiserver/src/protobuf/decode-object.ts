import { badRequest, type KubeObject, parseApiVersion } from '@luban/kube';
import { builtInSchemas } from '../schema/built-in-schemas.ts';
import { decodeMessage } from './decode-message.ts';
import { ProtobufError, WireReader } from './wire-reader.ts';

/** Begins every object in protocol buffers. Source: k8s.io/apimachinery/pkg/runtime/serializer/protobuf. */
const MAGIC = Buffer.from('k8s\0');

/** Kinds that belong to every group version alike. */
const ANY_VERSION: ReadonlySet<string> = new Set(['DeleteOptions']);
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.';

/**
 * Decodes an object of a built-in kind into what its JSON would be.
 *
 * @param bytes an envelope of kind and content, `application/vnd.kubernetes.protobuf`
 * @throws StatusError 400
 */
export function decodeObject(bytes: Uint8Array): KubeObject {
  try {
    return decode(bytes);
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    throw badRequest(`couldn't decode the object as protobuf: ${error.message}`);
  }
}

function decode(bytes: Uint8Array): KubeObject {
  if (!MAGIC.equals(bytes.subarray(0, MAGIC.length))) {
    throw new ProtobufError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  }
  const { apiVersion, kind, content } = openEnvelope(bytes.subarray(MAGIC.length));
  const { group, version } = parseApiVersion(apiVersion);
  const schemas = builtInSchemas();
  const name = ANY_VERSION.has(kind) ? `${META}${kind}` : schemas.nameOf(group, version, kind);
  if (name === undefined) throw new ProtobufError(`no kind "${kind}" is registered for version "${apiVersion}"`);
  const fields = decodeMessage(content, name);
  const hasMetadata = schemas.definitions[name]?.properties?.metadata !== undefined;
  return { apiVersion, kind, ...(hasMetadata && { metadata: {} }), ...fields } as KubeObject;
}

/** Source: k8s.io/apimachinery/pkg/runtime, Unknown. */
function openEnvelope(bytes: Uint8Array): { apiVersion: string; kind: string; content: Uint8Array } {
  const parts = partsOf(bytes);
  const typeMeta = partsOf(parts.get(1) ?? new Uint8Array());
  const encoding = textOf(parts.get(3));
  if (encoding !== '') throw new ProtobufError(`the content encoding ${JSON.stringify(encoding)} is not supported`);
  const [apiVersion, kind] = [textOf(typeMeta.get(1)), textOf(typeMeta.get(2))];
  if (kind === '') throw new ProtobufError('Object Kind is missing');
  return { apiVersion, kind, content: parts.get(2) ?? new Uint8Array() };
}

function partsOf(bytes: Uint8Array): Map<number, Uint8Array> {
  const reader = new WireReader(bytes);
  const parts = new Map<number, Uint8Array>();
  while (!reader.done) {
    const { field, wireType } = reader.tag();
    if (wireType === 2) parts.set(field, reader.bytes());
    else reader.skip(wireType);
  }
  return parts;
}

function textOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes).toString();
}
