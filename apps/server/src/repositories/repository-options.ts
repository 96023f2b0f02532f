import type { ChartRepositoryOptions, Credentials } from '@luban/extension-package/registry';
import { RegistryError } from '@luban/extension-package/registry';
import type { RepositoryObject } from '../catalogue/objects.ts';

/** Annotations of a Repository, beside what KubeSphere's own fields say. */
export const REPOSITORY_ANNOTATIONS = {
  /** Charts of a registry that tells no catalogue: `clock:1.0.0, weather`. */
  references: 'luban.dev/oci-references',
} as const;

/** What a repository's object says about reaching it. @throws RegistryError LB7210, LB7214 */
export function optionsOf({
  metadata,
  spec = {},
}: Pick<RepositoryObject, 'metadata' | 'spec'>): ChartRepositoryOptions {
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
