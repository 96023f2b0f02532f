/**
 * Finds the descriptions of Kubernetes' protocol buffers in a program written in Go: generated code carries each
 * `.proto` file as a gzipped FileDescriptorProto. Source of the format: google/protobuf/descriptor.proto.
 */
import { inflateRawSync } from 'node:zlib';
import { WireReader } from '../src/protobuf/wire-reader.ts';

export interface DescribedField {
  name: string;
  number: number;
  repeated: boolean;
  /** FieldDescriptorProto.Type: 9 is a string, 11 a message … */
  type: number;
  /** With a dot before it, such as `.k8s.io.api.core.v1.PodSpec`. Empty unless a message. */
  typeName: string;
}

/** Fields by full name of the message, nested entries of maps included. */
export type DescribedMessages = Map<string, DescribedField[]>;

/** How gzip members by Go's `compress/gzip` begin: deflate, no name, no time. */
const GZIP_START = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
const HEADER_LENGTH = 10;
/** More than the largest descriptor takes compressed. */
const LARGEST = 256 * 1024;

export function findMessages(program: Buffer): DescribedMessages {
  const messages: DescribedMessages = new Map();
  for (let at = program.indexOf(GZIP_START); at >= 0; at = program.indexOf(GZIP_START, at + 1)) {
    const file = inflated(program.subarray(at, at + LARGEST));
    // A FileDescriptorProto begins with its name.
    if (
      file === undefined ||
      file[0] !== 0x0a ||
      !file
        .subarray(2, 2 + (file[1] ?? 0))
        .toString()
        .endsWith('.proto')
    )
      continue;
    const { text, parts } = readFields(file);
    for (const message of parts.get(4) ?? []) readMessage(message, text.get(2) ?? '', messages);
  }
  return messages;
}

/** Nothing if the bytes only look like a beginning. What follows the member is ignored: often it is the next one. */
function inflated(bytes: Buffer): Buffer | undefined {
  try {
    return inflateRawSync(bytes.subarray(HEADER_LENGTH));
  } catch {
    return undefined;
  }
}

function readMessage(bytes: Uint8Array, scope: string, messages: DescribedMessages): void {
  const { text, parts } = readFields(bytes);
  const name = `${scope}.${text.get(1) ?? ''}`;
  const fields = (parts.get(2) ?? []).map((field): DescribedField => {
    const { text, numbers } = readFields(field);
    return {
      name: text.get(1) ?? '',
      number: numbers.get(3) ?? 0,
      repeated: numbers.get(4) === 3,
      type: numbers.get(5) ?? 0,
      typeName: text.get(6) ?? '',
    };
  });
  messages.set(name, fields);
  for (const nested of parts.get(3) ?? []) readMessage(nested, name, messages);
}

/** The fields of one message by number: integers, and strings or messages in both readings. */
function readFields(bytes: Uint8Array) {
  const reader = new WireReader(bytes);
  const numbers = new Map<number, number>();
  const text = new Map<number, string>();
  const parts = new Map<number, Uint8Array[]>();
  while (!reader.done) {
    const { field, wireType } = reader.tag();
    if (wireType === 0) {
      numbers.set(field, reader.integer());
    } else if (wireType === 2) {
      const part = reader.bytes();
      text.set(field, Buffer.from(part).toString());
      parts.set(field, [...(parts.get(field) ?? []), part]);
    } else {
      reader.skip(wireType);
    }
  }
  return { numbers, text, parts };
}
