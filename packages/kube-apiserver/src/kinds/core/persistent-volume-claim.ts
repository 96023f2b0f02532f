/** Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import { compareQuantities, type KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, fieldForbidden, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { subdomainName } from '../../validation/names.ts';
import { IMMUTABLE_FIELD } from '../../validation/object-meta.ts';
import { copy, ensure, type Fields, fields, get, optionalFields, sameJson, text, texts } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { quantities, shownQuantity, ZERO } from '../resource-list.ts';
import { defaultClaimSpec } from './claim-spec.ts';

export const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

export const persistentVolumeClaimStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: false,
  initialStatus: { phase: 'Pending' },
  default(claim) {
    const spec = ensure(claim, 'spec');
    if (spec !== undefined) defaultClaimSpec(spec);
  },
  validate: (claim) => validateClaimSpec(fields(claim, 'spec'), 'spec'),
  validateUpdate,
  warnings(claim) {
    return [...quantities(claim, 'spec', 'resources', 'requests')].flatMap(([name, quantity]) => {
      if (name !== 'storage' || quantity.nano % 1_000_000_000n === 0n) return [];
      const value = JSON.stringify(shownQuantity(quantity));
      return [`spec.resources.requests[storage]: fractional byte value ${value} is invalid, must be an integer`];
    });
  },
  selectable: ['name'],
  selectableFields: (claim) => ({ name: text(claim, 'metadata', 'name') }),
});

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

function validateUpdate(claim: KubeObject, old: KubeObject): FieldError[] {
  const bound = text(claim, 'status', 'phase') === 'Bound';
  const after = copy(fields(claim, 'spec'));
  const before = copy(fields(old, 'spec'));
  // A volume and a class may be given to a claim that has none; an empty class is one, too.
  if (text(before, 'volumeName') === '') before.volumeName = after.volumeName;
  if (before.storageClassName === undefined) before.storageClassName = after.storageClassName;
  const requests = optionalFields(after, 'resources', 'requests');
  const [size, oldSize] = [
    quantities(claim, 'spec', 'resources', 'requests'),
    quantities(old, 'spec', 'resources', 'requests'),
  ];
  if (bound && requests !== undefined) requests.storage = get(before, 'resources', 'requests', 'storage');
  if (bound) after.volumeAttributesClassName = before.volumeAttributesClassName;
  const errors: FieldError[] = [];
  if (!sameJson(after, before)) {
    const why =
      'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
    errors.push(fieldForbidden('spec', why));
  }
  const [wanted, previous] = [size.get('storage') ?? ZERO, oldSize.get('storage') ?? ZERO];
  const capacity = quantities(old, 'status', 'capacity').get('storage') ?? ZERO;
  if (compareQuantities(wanted, previous) < 0 && compareQuantities(wanted, capacity) <= 0) {
    const why = 'field can not be less than status.capacity';
    errors.push(fieldForbidden('spec.resources.requests.storage', why));
  }
  if (get(claim, 'spec', 'volumeMode') !== get(old, 'spec', 'volumeMode')) {
    errors.push(invalidValue('volumeMode', get(claim, 'spec', 'volumeMode') ?? null, IMMUTABLE_FIELD));
  }
  return errors;
}
