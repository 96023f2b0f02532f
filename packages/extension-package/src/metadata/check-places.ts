import type { Place } from './field.ts';
import type { WrittenMetadata } from './read-metadata.ts';

/** Longest name of a helm release. */
const RELEASE = 53;
/** Whose secrets an extension could read there. */
const SHARED_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease', 'kubesphere-system'];
const OWN_NAMESPACE = 'luban-system';

/** Where the extension is going to be: the release is named like it, and that of an agent has `-agent` behind the name. */
export function checkPlaces(metadata: WrittenMetadata, hasObjects: boolean, place: Place): void {
  const { name, namespace, installationMode } = metadata;
  const longest = RELEASE - (installationMode === 'Multicluster' ? '-agent'.length : 0);
  if (hasObjects && name.length > longest) place.below('name').error('LB7145', { found: name, limit: longest });
  if (namespace === OWN_NAMESPACE) place.below('namespace').error('LB7144', { found: namespace });
  else if (namespace !== undefined && SHARED_NAMESPACES.includes(namespace)) {
    place.below('namespace').warn('LB7144', { found: namespace });
  }
}
