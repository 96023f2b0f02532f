import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { RegistryError } from '../registry-error.ts';
import { readTrustedRoot, type TrustedRoot } from './trusted-root.ts';

export interface SigningKey {
  /** `sha256:…` of the public key in DER. */
  id: string;
  key: KeyObject;
}

/** Whom a certificate names, and who has checked that. Both are compared letter by letter. */
export interface SigningIdentity {
  issuer: string;
  /** A URL or a mail address. */
  subject: string;
}

/** Who may vouch for the archives of a repository. */
export interface SignaturePolicy {
  /** Whether an archive is refused unless one of them does. */
  required: boolean;
  keys: readonly SigningKey[];
  identities: readonly SigningIdentity[];
  /** By which certificates and logs identities are believed. */
  trustedRoot?: TrustedRoot;
}

export interface WrittenPolicy {
  /** Everything but nothing, `false` and `"false"` means yes: a slip must not open a door. */
  required?: string | boolean | undefined;
  /** Public keys as PEM, one after the other: Ed25519, or ECDSA with P-256. */
  keys?: string | undefined;
  /** One to a line: issuer, a space, subject. Lines with `#` are for people. */
  identities?: string | undefined;
  /** `trusted_root.json` of sigstore. */
  trustedRoot?: string | undefined;
}

/** Nobody is asked to vouch. */
export const NO_POLICY: SignaturePolicy = { required: false, keys: [], identities: [] };

/** @throws RegistryError LB7234, LB7237, LB7239 */
export function readSignaturePolicy(written: WrittenPolicy): SignaturePolicy {
  const required = isRequired(written.required);
  const keys = readKeys(written.keys ?? '');
  const identities = readIdentities(written.identities ?? '');
  if (required && keys.length === 0 && identities.length === 0) throw new RegistryError('LB7239');
  if (identities.length === 0) return { required, keys, identities };
  return { required, keys, identities, trustedRoot: readTrustedRoot(written.trustedRoot ?? '') };
}

/** As of `WrittenPolicy.required`. */
export function isRequired(written: string | boolean | undefined): boolean {
  return !['', 'false'].includes(
    String(written ?? '')
      .trim()
      .toLowerCase(),
  );
}

const PEM = /-----BEGIN PUBLIC KEY-----[\sA-Za-z\d+/=]{1,2000}-----END PUBLIC KEY-----/g;

function readKeys(text: string): SigningKey[] {
  const blocks = text.match(PEM) ?? [];
  if (
    text
      .replace(PEM, '')
      .replace(/^\s*#.*$/gm, '')
      .trim() !== ''
  ) {
    throw new RegistryError('LB7234', { reason: 'there is something else than public keys in PEM' });
  }
  return blocks.map((block) => {
    const key = publicKey(block);
    return { id: keyId(key), key };
  });
}

function publicKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch (error) {
    throw new RegistryError('LB7234', { reason: 'one of them does not read' }, { cause: error });
  }
  const isFit =
    key.asymmetricKeyType === 'ed25519' ||
    (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1');
  if (!isFit) throw new RegistryError('LB7234', { reason: 'one of them is neither Ed25519 nor ECDSA with P-256' });
  return key;
}

/** `sha256:…` of a public key, or of the public half of a private one. */
export function keyId(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key;
  return `sha256:${createHash('sha256')
    .update(half.export({ type: 'spki', format: 'der' }))
    .digest('hex')}`;
}

function readIdentities(text: string): SigningIdentity[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [issuer = '', ...subject] = line.split(' ');
      if (subject.length === 0) throw new RegistryError('LB7234', { reason: `“${line}” has no subject` });
      return { issuer, subject: subject.join(' ').trim() };
    });
}
