import { RegistryError, readSignaturePolicy, type SignaturePolicy } from '@luban/extension-package/registry';
import { REPOSITORY_ANNOTATIONS, type RepositorySettings } from './repository-options.ts';

/** `data` of a ConfigMap of the host; undefined when there is none. */
export type ConfigMapText = (namespace: string, name: string) => Promise<Record<string, string> | undefined>;

/** How long a policy holds before its trust root is looked at again. */
const HOLDS = 60_000;

/** Who may vouch for what a repository has. The policy itself fails when what is written does not read. */
export function policyOf(
  { metadata }: RepositorySettings,
  configMap: ConfigMapText | undefined,
): () => Promise<SignaturePolicy> {
  const written = (name: keyof typeof REPOSITORY_ANNOTATIONS) => metadata.annotations?.[REPOSITORY_ANNOTATIONS[name]];
  let read: { policy: SignaturePolicy; at: number } | undefined;
  return async () => {
    if (read !== undefined && Date.now() - read.at < HOLDS) return read.policy;
    const identities = written('signingIdentities');
    const trustedRoot = identities ? await trustRoot(written('signingTrustRoot') ?? '', configMap) : undefined;
    const policy = readSignaturePolicy({
      ...{ required: written('requireSignature'), keys: written('signingKeys'), identities, trustedRoot },
    });
    read = { policy, at: Date.now() };
    return policy;
  };
}

async function trustRoot(text: string, configMap: ConfigMapText | undefined): Promise<string> {
  const named = /^configmap:([a-z\d.-]+)\/([a-z\d.-]+)$/.exec(text.trim());
  if (named === null) return text;
  const [, namespace = '', name = ''] = named;
  const data = await configMap?.(namespace, name);
  const content = data?.['trusted_root.json'] ?? Object.values(data ?? {})[0];
  if (content === undefined) {
    throw new RegistryError('LB7237', { reason: `there is no ConfigMap ${namespace}/${name} that holds it` });
  }
  return content;
}
