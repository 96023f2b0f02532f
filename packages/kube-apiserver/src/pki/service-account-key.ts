import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { PkiFileError } from './key-pair.ts';

/** What tokens of service accounts are signed with: ECDSA P-256, which is quick at both ends. */
export interface ServiceAccountKey {
  readonly algorithm: 'ES256';
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** Digest of the public key, as Kubernetes names its keys. */
  readonly keyId: string;
}

/** A new key, as PKCS #8 in PEM. */
export function createServiceAccountKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** @throws PkiFileError */
export function readServiceAccountKey(pem: string, path: string): ServiceAccountKey {
  const cure = `Restore it, or delete it and start again: a new key is made, and tokens issued so far end.`;
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(pem);
  } catch (error) {
    throw new PkiFileError(path, 'is not a private key in PEM form', cure, error);
  }
  if (privateKey.asymmetricKeyType !== 'ec' || privateKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new PkiFileError(path, 'is not an ECDSA P-256 key', cure);
  }
  const publicKey = createPublicKey(privateKey);
  const keyId = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
  return { algorithm: 'ES256', privateKey, publicKey, keyId };
}
