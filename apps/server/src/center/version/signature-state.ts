import type { VersionDetail } from '@luban/manifest/center-api';
import type { CatalogueObjects } from '../../catalogue/catalogue-objects.ts';
import { type ExtensionVersionObject, KUBESPHERE_LABELS } from '../../catalogue/objects.ts';

/** On a Repository: its packages have to be signed. */
const REQUIRES_SIGNATURE = 'luban.dev/require-signature';

/** Of a package that was read: where signatures are required, an unsigned one is not. */
export function signatureOf(version: ExtensionVersionObject, objects: CatalogueObjects): VersionDetail['signature'] {
  const name = version.metadata.labels?.[KUBESPHERE_LABELS.repository] ?? version.spec?.repository ?? '';
  const required = objects.repositories.get(name)?.metadata.annotations?.[REQUIRES_SIGNATURE];
  return required === 'true' ? 'verified' : 'unchecked';
}
