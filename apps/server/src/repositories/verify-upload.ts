import { type FoundSignature, type SignatureResult, verifySignatures } from '@luban/extension-package/registry';
import { refusing } from './refusals.ts';
import type { RepositorySettings } from './repository-options.ts';
import { type ConfigMapText, policyOf } from './repository-policy.ts';

export interface Upload {
  archive: Uint8Array;
  /** Content of the `.sig` or `.sigstore.json` file that came along. */
  signature?: Uint8Array;
  /** What to call the archive in messages. */
  name: string;
}

/**
 * Whether somebody of the repository's policy vouches for an archive that did not come from it.
 *
 * @throws Refusal LB7230 to LB7242 when nobody does, and the repository requires it
 */
export function verifyUpload(
  { archive, signature, name }: Upload,
  repository: RepositorySettings,
  configMap?: ConfigMapText,
): Promise<SignatureResult> {
  return refusing(async () => {
    const policy = await policyOf(repository, configMap)();
    return verifySignatures(archive, signature === undefined ? [] : [found(signature, archive)], policy, name);
  });
}

function found(content: Uint8Array, archive: Uint8Array): FoundSignature {
  const isJson = /^\s*\{/.test(Buffer.from(content.subarray(0, 64)).toString('latin1'));
  return isJson ? { kind: 'bundle', content, over: [archive] } : { kind: 'raw', content };
}
