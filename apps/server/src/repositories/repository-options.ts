import { createHash } from 'node:crypto';
import {
  type ChartRepositoryOptions,
  type Credentials,
  isRequired,
  RegistryError,
} from '@luban/extension-package/registry';
import type { RepositoryObject } from '../catalogue/objects.ts';

/** What of a Repository says how to reach it. */
export type RepositorySettings = Pick<RepositoryObject, 'metadata' | 'spec'>;

/** Annotations of a Repository, beside what KubeSphere's own fields say. */
export const REPOSITORY_ANNOTATIONS = {
  /** Charts of a registry that tells no catalogue: `clock:1.0.0, weather`. */
  references: 'luban.dev/oci-references',
  /** `"true"`: what nobody vouches for is refused. */
  requireSignature: 'luban.dev/require-signature',
  /** Public keys as PEM, one after the other. */
  signingKeys: 'luban.dev/signing-keys',
  /** Lines with an issuer, a space and a subject. */
  signingIdentities: 'luban.dev/signing-identities',
  /** `trusted_root.json` of sigstore, or `configmap:<namespace>/<name>` that holds it. */
  signingTrustRoot: 'luban.dev/signing-trust-root',
} as const;

/**
 * Stands for what packages of a repository have to be signed with; empty where they need not be. What was taken under one
 * policy is to be looked at again under another.
 */
export function policyMark({ metadata: { annotations = {} } }: RepositorySettings): string {
  const { references: _, requireSignature, ...signers } = REPOSITORY_ANNOTATIONS;
  if (!isRequired(annotations[requireSignature])) return '';
  const written = Object.values(signers).map((name) => annotations[name] ?? '');
  return createHash('sha256').update(JSON.stringify(written)).digest('hex').slice(0, 16);
}

/** @throws RegistryError LB7210, LB7214 */
export function optionsOf({ metadata, spec = {} }: RepositorySettings): ChartRepositoryOptions & { url: string } {
  const { url, basicAuth, caBundle, insecure } = spec;
  if (typeof url !== 'string' || url === '') throw new RegistryError('LB7210', { url: '' });
  const credentials = credentialsOf(basicAuth);
  const references = (metadata.annotations?.[REPOSITORY_ANNOTATIONS.references] ?? '').split(',');
  return {
    url,
    insecure: insecure === true,
    references: references.map((reference) => reference.trim()).filter((reference) => reference !== ''),
    ...(credentials !== undefined && { credentials }),
    ...(caBundle && { ca: pemOf(caBundle) }),
  };
}

function credentialsOf(written: NonNullable<RepositoryObject['spec']>['basicAuth']): Credentials | undefined {
  const { username = '', password = '' } = written ?? {};
  return username === '' && password === '' ? undefined : { username, password };
}

/** KubeSphere keeps base64; who pastes the certificate itself is understood. */
function pemOf(bundle: string): string {
  return bundle.includes('-----BEGIN') ? bundle : Buffer.from(bundle, 'base64').toString('utf8');
}
