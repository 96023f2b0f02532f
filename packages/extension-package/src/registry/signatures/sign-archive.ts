import { createPrivateKey, type KeyObject, sign, verify } from 'node:crypto';
import { keyId, type SigningKey } from './signature-policy.ts';

/**
 * The content of the `.sig` file beside an archive: the signature in base64, and in a second line whose it is.
 *
 * @param privateKey PEM: Ed25519, or ECDSA with P-256
 */
export function signArchive(archive: Uint8Array, privateKey: string): string {
  const key = createPrivateKey(privateKey);
  return `${sign(algorithmOf(key), archive, key).toString('base64')}\nkey ${keyId(key)}\n`;
}

/** A signature over bytes, by itself. */
export interface RawSignature {
  signature: Uint8Array;
  /** As of `SigningKey.id`, when whoever signed has said so. */
  keyId?: string;
}

/** @returns undefined for what is no `.sig` file. The second line may be missing, as `cosign` and `openssl` leave it. */
export function readSignatureFile(content: Uint8Array): RawSignature | undefined {
  if (content.length > 4_096) return undefined;
  const lines = Buffer.from(content)
    .toString('latin1')
    .split('\n')
    .map((line) => line.trim());
  const [encoded = '', ...rest] = lines.filter((line) => line !== '');
  if (!/^[A-Za-z\d+/]{40,1000}={0,2}$/.test(encoded)) return undefined;
  const id = rest.map((line) => /^key (sha256:[\da-f]{64})$/.exec(line)?.[1]).find((found) => found !== undefined);
  return { signature: Buffer.from(encoded, 'base64'), ...(id !== undefined && { keyId: id }) };
}

/** The key that made the signature over these bytes. */
export function signerOf(
  bytes: Uint8Array,
  signature: Uint8Array,
  keys: readonly SigningKey[],
): SigningKey | undefined {
  return keys.find(({ key }) => {
    try {
      return verify(algorithmOf(key), bytes, key, signature);
    } catch {
      return false;
    }
  });
}

/** Ed25519 brings its own digest. */
const algorithmOf = (key: KeyObject) => (key.asymmetricKeyType === 'ed25519' ? null : 'sha256');
