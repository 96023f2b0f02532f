import { createHash } from 'node:crypto';
import { type Bundle, bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, toTrustMaterial, VerificationError, Verifier } from '@sigstore/verify';
import { RegistryError } from '../registry-error.ts';
import { signerOf } from './sign-archive.ts';
import type { SignaturePolicy } from './signature-policy.ts';

/** What an in-toto statement has to be about to vouch for its subject. Others may as well say that it is rotten. */
const VOUCHING_PREDICATES = new Set(['https://sigstore.dev/cosign/sign/v1', 'https://slsa.dev/provenance/v1']);

/**
 * Who signed, according to a sigstore bundle. Everything is checked with what is here: nobody is asked.
 *
 * @param artifacts any of these may be what was signed
 * @returns `key sha256:…`, or the subject of the certificate
 * @throws RegistryError LB7232 to LB7236, LB7240 to LB7242
 */
export function verifyBundle(content: Uint8Array, artifacts: readonly Uint8Array[], policy: SignaturePolicy): string {
  const bundle = readBundle(content);
  const isByKey = bundle.verificationMaterial.content.$case === 'publicKey';
  return isByKey ? byKey(bundle, artifacts, policy) : byCertificate(bundle, artifacts, policy);
}

function readBundle(content: Uint8Array): Bundle {
  try {
    return bundleFromJSON(JSON.parse(Buffer.from(content).toString('utf8')));
  } catch (error) {
    throw new RegistryError('LB7233', {}, { cause: error });
  }
}

function byKey(bundle: Bundle, artifacts: readonly Uint8Array[], { keys }: SignaturePolicy): string {
  if (keys.length === 0) throw new RegistryError('LB7242');
  for (const { bytes, signature } of signedBytes(bundle, artifacts)) {
    const signer = signerOf(bytes, signature, keys);
    if (signer !== undefined) return `key ${signer.id}`;
  }
  throw new RegistryError('LB7232');
}

function byCertificate(bundle: Bundle, artifacts: readonly Uint8Array[], policy: SignaturePolicy): string {
  const { trustedRoot, identities } = policy;
  if (trustedRoot === undefined) throw new RegistryError('LB7241');
  const verifier = new Verifier(toTrustMaterial(trustedRoot), {
    tlogThreshold: trustedRoot.tlogs.length > 0 ? 1 : 0,
    ctlogThreshold: trustedRoot.ctlogs.length > 0 ? 1 : 0,
    timestampThreshold: 1,
  });
  // An envelope holds what it is about; a bare signature fits one of the artifacts or none.
  const isEnvelope = bundle.content.$case === 'dsseEnvelope';
  const candidates = isEnvelope
    ? signedBytes(bundle, artifacts)
        .slice(0, 1)
        .map(() => undefined)
    : artifacts;
  let failure = new RegistryError('LB7232');
  for (const artifact of candidates) {
    try {
      const { identity } = verifier.verify(toSignedEntity(bundle, artifact && Buffer.from(artifact)));
      const subject = identity?.subjectAlternativeName ?? '';
      const issuer = identity?.extensions?.issuer ?? '';
      if (identities.some((one) => one.subject === subject && one.issuer === issuer)) return subject;
      throw new RegistryError('LB7235', { subject, issuer });
    } catch (error) {
      // That one artifact does not fit says less than anything else.
      if (failure.code === 'LB7232') failure = failureOf(error);
    }
  }
  throw failure;
}

/** The bytes that the signature is over, for each artifact that it can be about. */
function signedBytes(
  { content }: Bundle,
  artifacts: readonly Uint8Array[],
): { bytes: Uint8Array; signature: Buffer }[] {
  if (content.$case === 'messageSignature') {
    return artifacts.map((bytes) => ({ bytes, signature: content.messageSignature.signature }));
  }
  const { payload, payloadType, signatures } = content.dsseEnvelope;
  const signature = signatures[0]?.sig;
  if (signature === undefined || signatures.length > 1) throw new RegistryError('LB7233');
  if (!isAbout(payload, payloadType, artifacts)) throw new RegistryError('LB7232');
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return [{ bytes: Buffer.concat([Buffer.from(head), payload]), signature }];
}

/** Source: in-toto, Statement. */
function isAbout(payload: Buffer, type: string, artifacts: readonly Uint8Array[]): boolean {
  if (type !== 'application/vnd.in-toto+json') return false;
  const digests = new Set(artifacts.map((bytes) => createHash('sha256').update(bytes).digest('hex')));
  try {
    const { predicateType, subject } = JSON.parse(payload.toString('utf8')) as Record<string, unknown>;
    if (!VOUCHING_PREDICATES.has(String(predicateType)) || !Array.isArray(subject)) return false;
    return subject.some((entry: { digest?: { sha256?: unknown } } | null) =>
      digests.has(String(entry?.digest?.sha256)),
    );
  } catch {
    return false;
  }
}

function failureOf(error: unknown): RegistryError {
  if (error instanceof RegistryError) return error;
  if (!(error instanceof VerificationError)) return new RegistryError('LB7233', {}, { cause: error });
  const reason = error.cause instanceof Error ? error.cause.message : error.message;
  if (error.code === 'SIGNATURE_ERROR') return new RegistryError('LB7232', {}, { cause: error });
  const code = error.code === 'CERTIFICATE_ERROR' ? 'LB7236' : 'LB7240';
  return new RegistryError(code, { reason }, { cause: error });
}
