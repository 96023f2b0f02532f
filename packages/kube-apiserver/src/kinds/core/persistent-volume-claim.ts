/** Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import { compareQuantities, type KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, fieldForbidden, invalidValue } from '../../validation/field-error.ts';
import { IMMUTABLE_FIELD } from '../../validation/object-meta.ts';
import { copy, ensure, fields, get, optionalFields, sameJson, text } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { quantities, shownQuantity, ZERO } from '../resource-list.ts';
import { defaultClaimSpec, validateClaimSpec } from './claim-spec.ts';

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
