/** Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import { compareQuantities, type KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, fieldForbidden, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { subdomainName } from '../../validation/names.ts';
import { IMMUTABLE_FIELD } from '../../validation/object-meta.ts';
import { ensure, type Fields, fields, fill, fillZero, get, optionalFields, sameJson, text, texts } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { canonicalizeQuantities, quantities, shownQuantity, ZERO } from '../resource-list.ts';
import { validateAccessModes, validateVolumeMode } from './claim-spec.ts';
import { validateNodeSelector } from './pod-spec/node-selector.ts';
import { VOLUME_SOURCES, validateHostPath, validateNfs } from './pod-spec/validate-volumes.ts';
import { defaultVolumeSource } from './pod-spec/volume-defaults.ts';

const SOURCES = [...VOLUME_SOURCES, 'local'];
const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];

export const persistentVolumeStrategy: Strategy = builtIn({
  namespaced: false,
  countsGenerations: false,
  initialStatus: { phase: 'Pending' },
  default(volume) {
    const spec = ensure(volume, 'spec');
    if (spec === undefined) return;
    fillZero(spec, { persistentVolumeReclaimPolicy: 'Retain' });
    fill(spec, { volumeMode: 'Filesystem' });
    canonicalizeQuantities(optionalFields(spec, 'capacity'));
    defaultVolumeSource(spec);
  },
  validate: (volume) => validateSpec(fields(volume, 'spec')),
  validateUpdate,
  selectable: ['name'],
  selectableFields: (volume) => ({ name: text(volume, 'metadata', 'name') }),
});

function validateSpec(spec: Fields): FieldError[] {
  const modes = texts(spec, 'accessModes');
  const errors: FieldError[] = modes.length === 0 ? [required('spec.accessModes')] : [];
  errors.push(...validateAccessModes(modes, 'spec'), ...validateCapacity(spec));
  const policy = text(spec, 'persistentVolumeReclaimPolicy');
  if (policy !== '' && !RECLAIM_POLICIES.includes(policy)) {
    errors.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, RECLAIM_POLICIES));
  }
  const affinity = optionalFields(spec, 'nodeAffinity');
  const needed = optionalFields(affinity, 'required');
  if (affinity !== undefined && needed === undefined) {
    errors.push(required('spec.nodeAffinity.required', 'must specify required node constraints'));
  } else if (needed !== undefined) errors.push(...validateNodeSelector(needed, 'spec.nodeAffinity.required'));
  errors.push(...validateSource(spec, affinity !== undefined));
  if (text(spec, 'hostPath', 'path') === '/' && policy === 'Recycle') {
    const why = "may not be 'recycle' for a hostPath mount of '/'";
    errors.push(fieldForbidden('spec.persistentVolumeReclaimPolicy', why));
  }
  const name = text(spec, 'storageClassName');
  if (name !== '') {
    errors.push(...subdomainName(name, false).map((problem) => invalidValue('spec.storageClassName', name, problem)));
  }
  return [...errors, ...validateVolumeMode(spec, 'spec')];
}

function validateCapacity(spec: Fields): FieldError[] {
  const capacity = fields(spec, 'capacity');
  const names = Object.keys(capacity);
  const errors: FieldError[] = names.length === 0 ? [required('spec.capacity')] : [];
  if (!names.includes('storage') || names.length > 1) {
    errors.push(notSupported('spec.capacity', capacity, ['storage']));
  }
  for (const [resource, quantity] of quantities(capacity)) {
    if (compareQuantities(quantity, ZERO) > 0) continue;
    errors.push(invalidValue(`spec.capacity[${resource}]`, shownQuantity(quantity), 'must be greater than zero'));
  }
  return errors;
}

function validateSource(spec: Fields, hasAffinity: boolean): FieldError[] {
  const [first, ...others] = SOURCES.filter((name) => optionalFields(spec, name) !== undefined);
  if (first === undefined) return [required('spec', 'must specify a volume type')];
  const errors = others.map((name) => fieldForbidden(`spec.${name}`, 'may not specify more than 1 volume type'));
  const source = spec[first];
  if (first === 'hostPath') errors.push(...validateHostPath(source, 'spec.hostPath'));
  if (first === 'nfs') errors.push(...validateNfs(source, 'spec.nfs'));
  if (first === 'csi') {
    for (const name of ['driver', 'volumeHandle']) {
      if (text(source, name) === '') errors.push(required(`spec.csi.${name}`));
    }
  }
  if (first === 'local') {
    if (text(source, 'path') === '') errors.push(required('spec.local.path'));
    if (!hasAffinity) errors.push(required('spec.nodeAffinity', 'Local volume requires node affinity'));
  }
  return errors;
}

function validateUpdate(volume: KubeObject, old: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  const [after, before] = [fields(volume, 'spec'), fields(old, 'spec')];
  if (SOURCES.some((name) => !sameJson(after[name], before[name]))) {
    const why = 'spec.persistentvolumesource is immutable after creation';
    errors.push(fieldForbidden('spec.persistentvolumesource', why));
  }
  if (get(after, 'volumeMode') !== get(before, 'volumeMode')) {
    errors.push(invalidValue('volumeMode', get(after, 'volumeMode') ?? null, IMMUTABLE_FIELD));
  }
  const affinity = get(before, 'nodeAffinity');
  if (affinity !== undefined && !sameJson(affinity, get(after, 'nodeAffinity'))) {
    errors.push(invalidValue('nodeAffinity', get(after, 'nodeAffinity') ?? null, IMMUTABLE_FIELD));
  }
  return errors;
}
