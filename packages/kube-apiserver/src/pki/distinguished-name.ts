import { DerError, type DerValue, decodeInside, encode, objectIdentifier, sequence, TAG } from './der.ts';

/** Who a certificate is for: a user and the groups it is in, as Kubernetes reads common name and organizations. */
export interface Subject {
  readonly name: string;
  readonly groups: readonly string[];
}

const COMMON_NAME = objectIdentifier('2.5.4.3');
const ORGANIZATION = objectIdentifier('2.5.4.10');

/** The subject as a Name. Source: RFC 5280, 4.1.2.4. */
export function encodeSubject({ name, groups }: Subject): Buffer {
  const attribute = (type: Buffer, value: string) => {
    return encode(TAG.set, sequence(type, encode(TAG.utf8String, Buffer.from(value))));
  };
  return sequence(...groups.map((group) => attribute(ORGANIZATION, group)), attribute(COMMON_NAME, name));
}

/** The last common name, as Go reads it, and all organizations. @throws DerError */
export function decodeSubject(name: Buffer): Subject {
  const names: string[] = [];
  const groups: string[] = [];
  for (const set of decodeInside(name, TAG.sequence)) {
    for (const { raw } of decodeInside(set.raw, TAG.set)) {
      const [type, value] = decodeInside(raw, TAG.sequence);
      if (type === undefined || value === undefined) throw new DerError('an attribute of the subject is incomplete');
      if (type.raw.equals(COMMON_NAME)) names.push(text(value));
      else if (type.raw.equals(ORGANIZATION)) groups.push(text(value));
    }
  }
  return { name: names.at(-1) ?? '', groups };
}

function text({ tag, content }: DerValue): string {
  switch (tag) {
    case TAG.utf8String:
    case TAG.printableString:
    case TAG.ia5String:
      return new TextDecoder('utf-8', { fatal: true }).decode(content);
    case TAG.teletexString:
      return content.toString('latin1');
    default:
      throw new DerError(`a text of the subject has the unknown tag ${tag}`);
  }
}
