/** The part of a claim for storage that templates share with it. */
import { ensure, type Fields, fill, get, optionalFields } from '../access.ts';
import { canonicalizeResources } from '../resource-list.ts';

/** Also gives it an empty `resources`, which Go always writes. */
export function defaultClaimSpec(spec: Fields): void {
  fill(spec, { volumeMode: 'Filesystem' });
  canonicalizeResources(ensure(spec, 'resources'));
  mirrorDataSource(spec);
}

/** The two ways to name a source of data say the same, where they can. */
function mirrorDataSource(spec: Fields): void {
  const source = optionalFields(spec, 'dataSource');
  const reference = optionalFields(spec, 'dataSourceRef');
  if (source !== undefined && get(spec, 'dataSourceRef') === undefined) spec.dataSourceRef = { ...source };
  else if (
    reference !== undefined &&
    get(spec, 'dataSource') === undefined &&
    get(reference, 'namespace') === undefined
  ) {
    const known =
      get(reference, 'apiGroup') === 'snapshot.storage.k8s.io' && get(reference, 'kind') === 'VolumeSnapshot';
    const claim = (get(reference, 'apiGroup') ?? '') === '' && get(reference, 'kind') === 'PersistentVolumeClaim';
    if (known || claim) spec.dataSource = { ...reference };
  }
}
