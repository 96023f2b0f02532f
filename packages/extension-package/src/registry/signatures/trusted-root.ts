import type { toTrustMaterial } from '@sigstore/verify';
import { RegistryError } from '../registry-error.ts';

/** As the verifier takes it. */
export type TrustedRoot = Parameters<typeof toTrustMaterial>[0];

/**
 * Certificates and logs that are believed, from the file that sigstore calls `trusted_root.json`.
 *
 * @throws RegistryError LB7237
 *
 * Source: sigstore's protobuf specifications, `TrustedRoot` as JSON.
 */
export function readTrustedRoot(text: string): TrustedRoot {
  try {
    const root = record(JSON.parse(text), 'the file');
    const read = {
      mediaType: typeof root.mediaType === 'string' ? root.mediaType : '',
      tlogs: list(root.tlogs, 'tlogs').map(log),
      ctlogs: list(root.ctlogs, 'ctlogs').map(log),
      certificateAuthorities: list(root.certificateAuthorities, 'certificateAuthorities').map(authority),
      timestampAuthorities: list(root.timestampAuthorities, 'timestampAuthorities').map(authority),
    };
    if (read.certificateAuthorities.length === 0) throw new Error('it has no certificateAuthorities');
    // Certificates live for minutes: without a witness nobody knows whether one was valid when it signed.
    if (read.tlogs.length + read.timestampAuthorities.length === 0) {
      throw new Error('it has neither tlogs nor timestampAuthorities');
    }
    return read;
  } catch (error) {
    throw new RegistryError('LB7237', { reason: error instanceof Error ? error.message : '' }, { cause: error });
  }
}

function authority(value: unknown): TrustedRoot['certificateAuthorities'][number] {
  const { certChain, validFor, uri, operator } = record(value, 'an authority');
  const certificates = list(record(certChain, 'certChain').certificates, 'certificates');
  return {
    subject: undefined,
    uri: typeof uri === 'string' ? uri : '',
    certChain: { certificates: certificates.map((entry) => ({ rawBytes: bytes(entry, 'rawBytes') })) },
    validFor: period(validFor),
    operator: typeof operator === 'string' ? operator : '',
  };
}

function log(value: unknown): TrustedRoot['tlogs'][number] {
  const { baseUrl, publicKey, logId, checkpointKeyId, operator } = record(value, 'a log');
  const key = record(publicKey, 'publicKey');
  return {
    baseUrl: typeof baseUrl === 'string' ? baseUrl : '',
    hashAlgorithm: 0,
    publicKey: {
      rawBytes: bytes(key, 'rawBytes'),
      keyDetails: RSA_DETAILS.get(String(key.keyDetails)) ?? 0,
      validFor: period(key.validFor),
    },
    logId: { keyId: bytes(isAbsent(logId) ? checkpointKeyId : logId, 'keyId') },
    checkpointKeyId: isAbsent(checkpointKeyId) ? undefined : { keyId: bytes(checkpointKeyId, 'keyId') },
    operator: typeof operator === 'string' ? operator : '',
  };
}

/** The kinds of keys that the verifier tells apart from all others. */
const RSA_DETAILS: ReadonlyMap<string, number> = new Map([
  ['PKCS1_RSA_PKCS1V5', 1],
  ['PKIX_RSA_PKCS1V5', 3],
  ['PKIX_RSA_PKCS1V15_2048_SHA256', 9],
  ['PKIX_RSA_PKCS1V15_3072_SHA256', 10],
  ['PKIX_RSA_PKCS1V15_4096_SHA256', 11],
]);

function period(value: unknown): { start: Date | undefined; end: Date | undefined } | undefined {
  if (isAbsent(value)) return undefined;
  const { start, end } = record(value, 'validFor');
  // Without it, what was lost would read as what holds for ever.
  if (isAbsent(start)) throw new Error('validFor has no start');
  return { start: date(start), end: date(end) };
}

function date(value: unknown): Date | undefined {
  if (isAbsent(value)) return undefined;
  const read = new Date(String(value));
  if (Number.isNaN(read.getTime())) throw new Error('a date does not read');
  return read;
}

const isAbsent = (value: unknown) => value === undefined || value === null;

function bytes(owner: unknown, field: string): Buffer {
  const value = record(owner, field)[field];
  if (typeof value !== 'string' || value === '') throw new Error(`${field} is missing`);
  return Buffer.from(value, 'base64');
}

function list(value: unknown, field: string): unknown[] {
  if (isAbsent(value)) return [];
  if (!Array.isArray(value)) throw new Error(`${field} is no list`);
  return value.slice(0, 100);
}

function record(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${field} is no object`);
  return { ...value };
}
