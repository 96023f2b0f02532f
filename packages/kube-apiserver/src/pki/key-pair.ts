import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  /** PKCS #8. */
  readonly key: string;
}

/** A file of the PKI that cannot be used. The message names it and says what to do. */
export class PkiFileError extends Error {
  override name = 'PkiFileError';
  readonly path: string;

  constructor(path: string, problem: string, cure: string, cause?: unknown) {
    super(`${path} ${problem}. ${cure}`, { cause });
    this.path = path;
  }
}

/** Where a key pair is kept, and what it is for. */
export interface KeyPairFiles {
  readonly certificatePath: string;
  readonly keyPath: string;
  /** What happens when both are deleted, such as `a new one is issued`. */
  readonly afterDeletion: string;
}

/** @throws PkiFileError when either does not parse, or they do not belong together */
export function parseKeyPair(pair: KeyPair, files: KeyPairFiles): { certificate: X509Certificate; key: KeyObject } {
  const { certificatePath, keyPath, afterDeletion } = files;
  const cure = `Restore it, or delete ${certificatePath} and ${keyPath} and start again: ${afterDeletion}.`;
  const certificate = attempt(certificatePath, 'is not a certificate in PEM form', cure, () => {
    return new X509Certificate(pair.certificate);
  });
  const key = attempt(keyPath, 'is not a private key in PEM form', cure, () => createPrivateKey(pair.key));
  if (!certificate.checkPrivateKey(key)) {
    throw new PkiFileError(keyPath, `is not the key of ${certificatePath}`, cure);
  }
  return { certificate, key };
}

function attempt<T>(path: string, problem: string, cure: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new PkiFileError(path, problem, cure, error);
  }
}
