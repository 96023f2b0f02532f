import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '@luban/kube';
import { MASTERS } from '../auth/user.ts';
import { alternativeNames, sameNames } from './alternative-names.ts';
import { readCertificateRequest, type SigningRequest } from './certificate-request.ts';
import {
  createAuthority,
  endsWithin,
  issueClient,
  issueClientPair,
  issueServer,
  openAuthority,
} from './certificates.ts';
import { type KeyPair, type KeyPairFiles, PkiFileError, parseKeyPair } from './key-pair.ts';
import { readPrivateFile, writePrivateFile } from './private-file.ts';
import { createServiceAccountKey, readServiceAccountKey, type ServiceAccountKey } from './service-account-key.ts';

export interface PkiOptions {
  readonly clock: Clock;
  /** Names and addresses under which the server is reached, beside the usual ones. Default: none. */
  readonly hosts?: readonly string[];
}

/** The server's own authority and what it has issued. */
export interface Pki {
  /** Certificate of the authority, PEM. Clients trust it, and it signs theirs. */
  readonly ca: string;
  /** What the server shows. */
  readonly server: KeyPair;
  /** What the administrator signs in with: `kubernetes-admin` of `system:masters`. */
  readonly admin: KeyPair;
  readonly serviceAccount: ServiceAccountKey;
  /** A certificate for a user. Default of `days`: 365. */
  issueClient(client: { name: string; groups: readonly string[]; days?: number }): KeyPair;
  /**
   * Signs an approved CertificateSigningRequest.
   *
   * @returns PEM for `status.certificate`
   * @throws CertificateRequestError
   */
  signRequest(request: SigningRequest): string;
}

/** The common name by whose certificate a front proxy is known. No CertificateSigningRequest gets it. */
export const FRONT_PROXY_CLIENT = 'front-proxy-client';

const DAY = 86_400_000;
const AUTHORITY_DAYS = 3_650;
const LEAF_DAYS = 365;
/** What ends within this time is issued anew when the server starts. */
const RENEWAL = 90 * DAY;

/**
 * Opens the PKI in a folder, and makes what is not there: `ca`, `server` and `admin` as `.crt` and `.key`, and
 * `service-account.key`. A new authority also issues the others anew. Without a folder everything is in memory.
 *
 * @throws PkiFileError when a file is there but cannot be used
 */
export async function openPki(directory: string | undefined, options: PkiOptions): Promise<Pki> {
  const { clock, hosts = [] } = options;
  const files = directory === undefined ? undefined : new PkiFolder(directory);

  let ca = await files?.read('ca', 'a new authority is made, and every certificate it issued ends');
  if (ca === undefined || endsWithin(new X509Certificate(ca.certificate), clock.now(), RENEWAL)) {
    ca = createAuthority('kubernetes', { now: clock.now(), days: AUTHORITY_DAYS });
    await files?.write('ca', ca);
  }
  const authority = openAuthority(ca);
  const authorityKey = new X509Certificate(ca.certificate).publicKey;

  /** Takes what is there if the authority issued it, it lasts, and it is right; else issues it. */
  const kept = async (
    name: 'server' | 'admin',
    right: (certificate: X509Certificate) => boolean,
    issue: () => KeyPair,
  ): Promise<KeyPair> => {
    const present = await files?.read(name, 'a new certificate is issued');
    if (present !== undefined) {
      const certificate = new X509Certificate(present.certificate);
      const lasts = !endsWithin(certificate, clock.now(), RENEWAL);
      if (lasts && certificate.verify(authorityKey) && right(certificate)) return present;
    }
    const pair = issue();
    await files?.write(name, pair);
    return pair;
  };

  const names = alternativeNames(hosts);
  const validity = () => ({ now: clock.now(), days: LEAF_DAYS });
  return {
    ca: ca.certificate,
    server: await kept(
      'server',
      (certificate) => sameNames(names, certificate.subjectAltName),
      () => issueServer(authority, 'kube-apiserver', names, validity()),
    ),
    admin: await kept(
      'admin',
      () => true,
      () => issueClientPair(authority, { name: 'kubernetes-admin', groups: [MASTERS] }, validity()),
    ),
    serviceAccount: await serviceAccountKey(directory),
    issueClient: ({ name, groups, days = LEAF_DAYS }) =>
      issueClientPair(authority, { name, groups }, { now: clock.now(), days }),
    signRequest(signing) {
      const { publicKey, ...subject } = readCertificateRequest(signing, [FRONT_PROXY_CLIENT]);
      const days = (signing.expirationSeconds ?? LEAF_DAYS * 86_400) / 86_400;
      return issueClient(authority, subject, publicKey, { now: clock.now(), days: Math.min(days, LEAF_DAYS) });
    },
  };
}

async function serviceAccountKey(directory: string | undefined): Promise<ServiceAccountKey> {
  if (directory === undefined) return readServiceAccountKey(createServiceAccountKey(), 'the service account key');
  const path = join(directory, 'service-account.key');
  let pem = await readPrivateFile(path);
  if (pem === undefined) {
    pem = createServiceAccountKey();
    await writePrivateFile(path, pem);
  }
  return readServiceAccountKey(pem, path);
}

/** Key pairs as two files each. */
class PkiFolder {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  #files(name: string, afterDeletion = ''): KeyPairFiles {
    const path = join(this.#directory, name);
    return { certificatePath: `${path}.crt`, keyPath: `${path}.key`, afterDeletion };
  }

  /** Undefined when there is neither file. */
  async read(name: string, afterDeletion: string): Promise<KeyPair | undefined> {
    const files = this.#files(name, afterDeletion);
    const certificate = await readPrivateFile(files.certificatePath);
    const key = await readPrivateFile(files.keyPath);
    if (certificate === undefined && key === undefined) return undefined;
    if (certificate === undefined || key === undefined) {
      const [missing, present] =
        certificate === undefined ? [files.certificatePath, files.keyPath] : [files.keyPath, files.certificatePath];
      throw new PkiFileError(
        missing,
        `is missing beside ${present}`,
        `Restore it, or delete ${present} and start again: ${afterDeletion}.`,
      );
    }
    const pair = { certificate, key };
    parseKeyPair(pair, files);
    return pair;
  }

  /** The key first: a certificate without its key would be taken for a loss. */
  async write(name: string, { certificate, key }: KeyPair): Promise<void> {
    const { certificatePath, keyPath } = this.#files(name);
    await writePrivateFile(keyPath, key);
    await writePrivateFile(certificatePath, certificate);
  }
}
