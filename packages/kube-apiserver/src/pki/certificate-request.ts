import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { MASTERS } from '../auth/user.ts';
import { DerError, type DerValue, decodeInside, only, TAG } from './der.ts';
import { decodeSubject, type Subject } from './distinguished-name.ts';
import { SIGNATURE_DIGESTS } from './signature-algorithms.ts';

/** Signers of CertificateSigningRequests whose certificates let clients sign in. */
export const CLIENT_SIGNERS = [
  'kubernetes.io/kube-apiserver-client',
  'kubernetes.io/kube-apiserver-client-kubelet',
] as const;

/** A request that is not signed. The message is what its `Failed` condition says. */
export class CertificateRequestError extends Error {
  override name = 'CertificateRequestError';
}

/** Who a certificate is asked for, and for which key. */
export interface CertificateRequest extends Subject {
  readonly publicKey: KeyObject;
}

export interface SigningRequest {
  /** PKCS #10 in PEM, decoded from `spec.request`. */
  readonly request: string;
  /** `spec.signerName`. */
  readonly signerName: string;
  /** `spec.usages`. */
  readonly usages: readonly string[];
  /** `spec.expirationSeconds`. Default: a year. */
  readonly expirationSeconds?: number;
}

const ALLOWED_USAGES = ['client auth', 'digital signature', 'key encipherment'];
const LARGEST_REQUEST = 100_000;

/**
 * Reads a request and checks that its signer may sign it.
 *
 * @param reserved names that no request may ask for, such as the front proxy's
 * @throws CertificateRequestError
 */
export function readCertificateRequest(signing: SigningRequest, reserved: readonly string[]): CertificateRequest {
  const { request, signerName, usages } = signing;
  if (!(CLIENT_SIGNERS as readonly string[]).includes(signerName)) {
    throw new CertificateRequestError(`no signer here is named ${JSON.stringify(signerName)}`);
  }
  const refused = usages.find((usage) => !ALLOWED_USAGES.includes(usage));
  if (refused !== undefined) throw new CertificateRequestError(`usage ${JSON.stringify(refused)} is not permitted`);
  if (!usages.includes('client auth')) throw new CertificateRequestError('usage "client auth" is required');

  const parsed = parse(request);
  const { name, groups } = parsed;
  if (name === '') throw new CertificateRequestError('the subject has no common name');
  if (groups.includes(MASTERS)) {
    throw new CertificateRequestError(`use of ${signerName} signer with ${MASTERS} group is not allowed`);
  }
  if (reserved.includes(name)) throw new CertificateRequestError(`the common name ${JSON.stringify(name)} is reserved`);
  if (signerName.endsWith('-kubelet')) checkNode(name, groups);
  return parsed;
}

/** Whom the request is for, or undefined when it cannot be read. */
export function requestedSubject(request: string): Subject | undefined {
  try {
    const { name, groups } = parse(request);
    return { name, groups };
  } catch {
    return undefined;
  }
}

/** Source: RFC 2986. */
function parse(pem: string): CertificateRequest {
  if (pem.length > LARGEST_REQUEST) throw new CertificateRequestError('the request is too large');
  try {
    const body = /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([A-Za-z0-9+/=\s]+)-----END/.exec(pem)?.[1];
    if (body === undefined) throw new DerError('it is not PEM of the type CERTIFICATE REQUEST');
    const [information, algorithm, signature, ...rest] = decodeInside(Buffer.from(body, 'base64'), TAG.sequence);
    if (information === undefined || algorithm === undefined || signature === undefined || rest.length > 0) {
      throw new DerError('it has not three parts');
    }
    const [, subject, key] = decodeInside(information.raw, TAG.sequence);
    if (subject === undefined || key === undefined) throw new DerError('the subject or the key is missing');
    const publicKey = createPublicKey({ key: key.raw, type: 'spki', format: 'der' });
    const identifier = only(decodeInside(algorithm.raw, TAG.sequence).slice(0, 1), TAG.objectIdentifier);
    const digest = SIGNATURE_DIGESTS.get(identifier.raw.toString('hex'));
    if (digest === undefined) throw new DerError('its signature algorithm is not supported');
    if (!verify(digest, information.raw, publicKey, wholeBytes(signature))) {
      throw new DerError('its signature is not that of its key');
    }
    return { ...decodeSubject(subject.raw), publicKey };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CertificateRequestError(`unable to parse the certificate request: ${why}`, { cause: error });
  }
}

/** A bit string of whole bytes, which starts with the number of bits that do not count. */
function wholeBytes(value: DerValue): Buffer {
  const { content } = only([value], TAG.bitString);
  if (content[0] !== 0) throw new DerError('its signature is not whole');
  return content.subarray(1);
}

function checkNode(name: string, groups: readonly string[]): void {
  if (groups.length !== 1 || groups[0] !== 'system:nodes') {
    throw new CertificateRequestError('subject organization is not system:nodes');
  }
  if (!name.startsWith('system:node:')) {
    throw new CertificateRequestError('subject common name does not begin with system:node:');
  }
}
