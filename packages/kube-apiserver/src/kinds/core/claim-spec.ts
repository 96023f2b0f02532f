/** The part of a claim for storage that templates share with it. */
import { compareQuantities } from '@luban/kube';
import { type FieldError, fieldForbidden, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { subdomainName } from '../../validation/names.ts';
import { ensure, type Fields, fill, get, optionalFields, text, texts } from '../access.ts';
import { canonicalizeResources, quantities, shownQuantity, ZERO } from '../resource-list.ts';

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

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

/** What is wrong with a claim, alone or in a template. */
export function validateClaimSpec(spec: Fields, path: string): FieldError[] {
  const modes = texts(spec, 'accessModes');
  const errors: FieldError[] =
    modes.length === 0 ? [required(`${path}.accessModes`, 'at least 1 access mode is required')] : [];
  errors.push(...validateLabelSelector(get(spec, 'selector'), `${path}.selector`));
  errors.push(...validateAccessModes(modes, path));
  const storage = quantities(spec, 'resources', 'requests').get('storage');
  if (storage === undefined) errors.push(required(`${path}.resources[storage]`));
  else if (compareQuantities(storage, ZERO) <= 0) {
    errors.push(invalidValue(`${path}.resources[storage]`, shownQuantity(storage), 'must be greater than zero'));
  }
  for (const name of ['storageClassName', 'volumeAttributesClassName']) {
    const value = text(spec, name);
    if (value === '') continue;
    errors.push(...subdomainName(value, false).map((problem) => invalidValue(`${path}.${name}`, value, problem)));
  }
  errors.push(...validateVolumeMode(spec, path));
  for (const name of ['dataSource', 'dataSourceRef']) errors.push(...validateSource(spec, name, `${path}.${name}`));
  return errors;
}

export function validateAccessModes(modes: readonly string[], path: string): FieldError[] {
  const errors = modes
    .filter((mode) => !ACCESS_MODES.includes(mode))
    .map((mode) => notSupported(`${path}.accessModes`, mode, ACCESS_MODES));
  const alone = modes.includes('ReadWriteOncePod');
  if (alone && modes.some((mode) => mode !== 'ReadWriteOncePod' && ACCESS_MODES.includes(mode))) {
    errors.push(fieldForbidden(`${path}.accessModes`, 'may not use ReadWriteOncePod with other access modes'));
  }
  return errors;
}

export function validateVolumeMode(spec: unknown, path: string): FieldError[] {
  const mode = get(spec, 'volumeMode');
  if (mode === undefined || mode === 'Block' || mode === 'Filesystem') return [];
  return [notSupported(`${path}.volumeMode`, mode, ['Block', 'Filesystem'])];
}

function validateSource(spec: unknown, name: string, path: string): FieldError[] {
  const source = optionalFields(spec, name);
  if (source === undefined) return [];
  const errors = ['name', 'kind'].filter((it) => text(source, it) === '').map((it) => required(`${path}.${it}`));
  const [group, kind] = [text(source, 'apiGroup'), text(source, 'kind')];
  if (group === '' && kind !== 'PersistentVolumeClaim') {
    const why = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
    errors.push(invalidValue(path, kind, why));
  }
  return errors;
}
