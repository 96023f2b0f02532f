import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { type AlternativeName, addressBytes } from './alternative-names.ts';
import {
  bitString,
  decodeInside,
  encode,
  explicit,
  implicit,
  objectIdentifier,
  only,
  sequence,
  TAG,
  time,
  unsignedInteger,
} from './der.ts';
import { encodeSubject, type Subject } from './distinguished-name.ts';
import type { KeyPair } from './key-pair.ts';
import { SIGNATURE_ALGORITHMS } from './signature-algorithms.ts';

/** What certificates are signed with. */
export interface CertificateAuthority {
  /** Its Name, as certificates repeat it. */
  readonly subject: Buffer;
  readonly keyIdentifier: Buffer;
  readonly key: KeyObject;
  /** Milliseconds of the epoch. */
  readonly end: number;
}

export interface Validity {
  /** Milliseconds of the epoch. */
  readonly now: number;
  readonly days: number;
}

const DAY = 86_400_000;
/** Certificates count from a little earlier, since clocks of clients are behind at times. */
const BACKDATED = 300_000;

/** A self-signed authority that may sign certificates of servers and clients, and no other authority. */
export function createAuthority(commonName: string, validity: Validity): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = encodeSubject({ name: commonName, groups: [] });
  const keyIdentifier = keyIdentifierOf(publicKey);
  const authority = { subject, keyIdentifier, key: privateKey, end: Number.POSITIVE_INFINITY };
  const certificate = issue(authority, subject, publicKey, validity, [
    extension(BASIC_CONSTRAINTS, true, sequence(TRUE, unsignedInteger(Buffer.from([0])))),
    // digitalSignature, keyCertSign, cRLSign
    extension(KEY_USAGE, true, encode(TAG.bitString, Buffer.from([1, 0x86]))),
  ]);
  return { certificate, key: exportKey(privateKey) };
}

/** Opens an authority for signing. */
export function openAuthority({ certificate, key }: KeyPair): CertificateAuthority {
  const parsed = new X509Certificate(certificate);
  const [toBeSigned] = decodeInside(parsed.raw, TAG.sequence);
  const fields = toBeSigned === undefined ? [] : decodeInside(toBeSigned.raw, TAG.sequence);
  // Version, serial number, algorithm, issuer, validity, subject.
  const subject = fields[5]?.raw ?? sequence();
  return {
    subject,
    keyIdentifier: writtenKeyIdentifier(fields.at(-1)?.content) ?? keyIdentifierOf(parsed.publicKey),
    key: createPrivateKey(key),
    end: parsed.validToDate.getTime(),
  };
}

/** A key and a certificate for a server that is reached under the names. */
export function issueServer(
  authority: CertificateAuthority,
  commonName: string,
  names: readonly AlternativeName[],
  validity: Validity,
): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const entries = names.map(({ type, value }) =>
    type === 'dns' ? encode(implicit(2), Buffer.from(value)) : encode(implicit(7), addressBytes(value)),
  );
  const certificate = issueLeaf(authority, { name: commonName, groups: [] }, publicKey, SERVER_AUTH, validity, [
    extension(SUBJECT_ALTERNATIVE_NAME, false, sequence(...entries)),
  ]);
  return { certificate, key: exportKey(privateKey) };
}

/** A key and a certificate for a client. */
export function issueClientPair(authority: CertificateAuthority, subject: Subject, validity: Validity): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { certificate: issueClient(authority, subject, publicKey, validity), key: exportKey(privateKey) };
}

/** A certificate for a client with a key of its own, PEM. */
export function issueClient(
  authority: CertificateAuthority,
  subject: Subject,
  publicKey: KeyObject,
  validity: Validity,
): string {
  return issueLeaf(authority, subject, publicKey, CLIENT_AUTH, validity, []);
}

/** Whether the certificate ends within the time, in milliseconds. */
export function endsWithin(certificate: X509Certificate, now: number, milliseconds: number): boolean {
  return certificate.validToDate.getTime() - now < milliseconds;
}

const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';
const AUTHORITY_KEY_IDENTIFIER = '2.5.29.35';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const TRUE = encode(TAG.boolean, Buffer.from([0xff]));

function issueLeaf(
  authority: CertificateAuthority,
  subject: Subject,
  publicKey: KeyObject,
  purpose: string,
  validity: Validity,
  extensions: readonly Buffer[],
): string {
  return issue(authority, encodeSubject(subject), publicKey, validity, [
    extension(BASIC_CONSTRAINTS, true, sequence()),
    // digitalSignature
    extension(KEY_USAGE, true, encode(TAG.bitString, Buffer.from([7, 0x80]))),
    extension(EXTENDED_KEY_USAGE, false, sequence(objectIdentifier(purpose))),
    ...extensions,
  ]);
}

/** Builds and signs a certificate. Source: RFC 5280, 4.1. */
function issue(
  authority: CertificateAuthority,
  subject: Buffer,
  publicKey: KeyObject,
  { now, days }: Validity,
  extensions: readonly Buffer[],
): string {
  const algorithm = authority.key.asymmetricKeyType === 'rsa' ? SIGNATURE_ALGORITHMS.rsa : SIGNATURE_ALGORITHMS.ecdsa;
  // A certificate that outlives its authority is worth nothing after it.
  const end = Math.min(now + days * DAY, authority.end);
  const toBeSigned = sequence(
    encode(explicit(0), unsignedInteger(Buffer.from([2]))),
    unsignedInteger(randomBytes(16)),
    algorithm,
    authority.subject,
    sequence(time(now - BACKDATED), time(end)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    encode(
      explicit(3),
      sequence(
        ...extensions,
        extension(SUBJECT_KEY_IDENTIFIER, false, encode(TAG.octetString, keyIdentifierOf(publicKey))),
        extension(AUTHORITY_KEY_IDENTIFIER, false, sequence(encode(implicit(0), authority.keyIdentifier))),
      ),
    ),
  );
  const certificate = sequence(toBeSigned, algorithm, bitString(sign('sha256', toBeSigned, authority.key)));
  return new X509Certificate(certificate).toString();
}

function extension(identifier: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectIdentifier(identifier), ...(critical ? [TRUE] : []), encode(TAG.octetString, value));
}

/** SHA-1 of the key's bits, which names it and protects nothing. Source: RFC 5280, 4.2.1.2. */
function keyIdentifierOf(publicKey: KeyObject): Buffer {
  const [, bits] = decodeInside(publicKey.export({ type: 'spki', format: 'der' }), TAG.sequence);
  return createHash('sha1')
    .update(bits?.content.subarray(1) ?? '')
    .digest();
}

/** The identifier that a certificate says its key has, which an authority made elsewhere may have chosen otherwise. */
function writtenKeyIdentifier(extensions: Buffer | undefined): Buffer | undefined {
  if (extensions === undefined) return undefined;
  const wanted = objectIdentifier(SUBJECT_KEY_IDENTIFIER);
  for (const { raw } of decodeInside(extensions, TAG.sequence)) {
    const parts = decodeInside(raw, TAG.sequence);
    const value = parts.at(-1);
    if (parts[0]?.raw.equals(wanted) && value !== undefined) {
      const [identifier] = decodeInside(value.raw, TAG.octetString);
      return identifier === undefined ? undefined : only([identifier], TAG.octetString).content;
    }
  }
  return undefined;
}

function exportKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
