import { RegistryError } from '../registry-error.ts';
import { readSignatureFile, signerOf } from './sign-archive.ts';
import type { SignatureResult } from './signature.ts';
import type { SignaturePolicy } from './signature-policy.ts';
import { verifyBundle } from './sigstore-bundle.ts';

/** A signature that was found for an archive. */
export type FoundSignature =
  /** Content of a `.sig` file, over the archive. */
  | { kind: 'raw'; content: Uint8Array }
  /** Content of a `.sigstore.json` file, over one of these. */
  | { kind: 'bundle'; content: Uint8Array; over: readonly Uint8Array[] }
  /** Of `cosign`'s older kind: a signature over a text that names the manifest. */
  | { kind: 'simple'; signature: Uint8Array; payload: Uint8Array; manifestDigest: string };

/**
 * Whether one of the signatures is by somebody of the policy.
 *
 * @param name what to call the archive in messages
 * @throws RegistryError LB7230 to LB7236, LB7240 to LB7242 when none is and the policy requires one
 */
export function verifySignatures(
  archive: Uint8Array,
  found: readonly FoundSignature[],
  policy: SignaturePolicy,
  name: string,
): SignatureResult {
  const failures: RegistryError[] = [];
  for (const signature of found) {
    try {
      return { state: 'verified', by: signer(archive, signature, policy) };
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      failures.push(error);
    }
  }
  const failure = failures[0] ?? (policy.required ? new RegistryError('LB7230') : undefined);
  if (failure === undefined) return { state: 'unsigned' };
  const named = new RegistryError(failure.code, { archive: name, ...failure.params }, { cause: failure });
  if (policy.required) throw named;
  return { state: 'unverified', problem: named.problem() };
}

function signer(archive: Uint8Array, found: FoundSignature, policy: SignaturePolicy): string {
  if (found.kind === 'bundle') return verifyBundle(found.content, found.over, policy);
  if (found.kind === 'simple') return simpleSigner(found, policy);
  const raw = readSignatureFile(found.content);
  if (raw === undefined) throw new RegistryError('LB7233');
  if (policy.keys.length === 0) throw new RegistryError('LB7242');
  const keys = raw.keyId === undefined ? policy.keys : policy.keys.filter(({ id }) => id === raw.keyId);
  // Only who says which key it was can be told that it is another one.
  if (keys.length === 0) throw new RegistryError('LB7231', { key: raw.keyId! });
  const key = signerOf(archive, raw.signature, keys);
  if (key === undefined) throw new RegistryError('LB7232');
  return `key ${key.id}`;
}

/** Source: containers/image, the simple signing format. */
function simpleSigner(found: Extract<FoundSignature, { kind: 'simple' }>, { keys }: SignaturePolicy): string {
  if (keys.length === 0) throw new RegistryError('LB7242');
  const key = signerOf(found.payload, found.signature, keys);
  if (key === undefined || signedDigest(found.payload) !== found.manifestDigest) throw new RegistryError('LB7232');
  return `key ${key.id}`;
}

function signedDigest(payload: Uint8Array): unknown {
  try {
    const { critical } = JSON.parse(Buffer.from(payload).toString('utf8')) as {
      critical?: { type?: unknown; image?: Record<string, unknown> };
    };
    return critical?.type === 'cosign container image signature'
      ? critical.image?.['docker-manifest-digest']
      : undefined;
  } catch {
    return undefined;
  }
}
