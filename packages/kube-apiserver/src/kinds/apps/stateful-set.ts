/** Source: k8s.io/kubernetes/pkg/apis/apps. */
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, fieldForbidden, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { labelName } from '../../validation/names.ts';
import {
  ensure,
  type Fields,
  fields,
  fill,
  fillZero,
  get,
  objects,
  optionalFields,
  sameJson,
  text,
} from '../access.ts';
import { builtIn } from '../built-in.ts';
import { defaultClaimSpec } from '../core/claim-spec.ts';
import { defaultPodTemplate } from '../core/pod-spec/pod-spec-defaults.ts';
import { isNone, validateAtMostHundredPercent, validateIntOrPercent, validateNonnegative } from '../numbers.ts';
import { templateWarnings, validateWorkload } from './workload.ts';

/** Members of the spec that may change. */
const MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

export const statefulSetStrategy: Strategy = builtIn({
  namespaced: true,
  nameRule: labelName,
  initialStatus: { replicas: 0, availableReplicas: 0 },
  default(set) {
    const spec = ensure(set, 'spec');
    if (spec === undefined) return;
    fillZero(spec, { podManagementPolicy: 'OrderedReady' });
    fill(spec, { replicas: 1, revisionHistoryLimit: 10 });
    defaultUpdateStrategy(spec);
    const retention = ensure(spec, 'persistentVolumeClaimRetentionPolicy');
    if (retention !== undefined) fillZero(retention, { whenDeleted: 'Retain', whenScaled: 'Retain' });
    defaultPodTemplate(spec);
    for (const claim of objects(spec, 'volumeClaimTemplates')) defaultClaimTemplate(claim);
  },
  validate: (set) => {
    const spec = fields(set, 'spec');
    return [
      ...validatePolicies(spec),
      ...validateUpdateStrategy(spec),
      ...validateNonnegative(spec, 'replicas', 'spec'),
      ...validateNonnegative(spec, 'minReadySeconds', 'spec'),
      ...validateNonnegative(spec.ordinals, 'start', 'spec.ordinals'),
      ...validateWorkload(set, 'statefulset'),
    ];
  },
  validateUpdate,
  warnings: templateWarnings,
});

function defaultUpdateStrategy(spec: Fields): void {
  const strategy = ensure(spec, 'updateStrategy');
  if (strategy === undefined) return;
  if (text(strategy, 'type') === '') {
    strategy.type = 'RollingUpdate';
    ensure(strategy, 'rollingUpdate');
  }
  const rolling = optionalFields(strategy, 'rollingUpdate');
  if (text(strategy, 'type') === 'RollingUpdate' && rolling !== undefined) fill(rolling, { partition: 0 });
}

/** Claims in templates are whole objects, with kind and status. */
function defaultClaimTemplate(claim: Fields): void {
  fillZero(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
  ensure(claim, 'metadata');
  const spec = ensure(claim, 'spec');
  if (spec !== undefined) defaultClaimSpec(spec);
  const status = ensure(claim, 'status');
  if (status !== undefined) fillZero(status, { phase: 'Pending' });
}

function validatePolicies(spec: Fields): FieldError[] {
  const errors: FieldError[] = [];
  const management = text(spec, 'podManagementPolicy');
  if (management !== 'OrderedReady' && management !== 'Parallel') {
    errors.push(invalidValue('spec.podManagementPolicy', management, "must be 'OrderedReady' or 'Parallel'"));
  }
  const path = 'spec.persistentVolumeClaimRetentionPolicy';
  const retention = optionalFields(spec, 'persistentVolumeClaimRetentionPolicy');
  for (const name of retention === undefined ? [] : ['whenDeleted', 'whenScaled']) {
    const value = text(retention, name);
    if (value !== 'Retain' && value !== 'Delete') {
      errors.push(notSupported(`${path}.${name}`, value, ['Retain', 'Delete']));
    }
  }
  return errors;
}

function validateUpdateStrategy(spec: Fields): FieldError[] {
  const path = 'spec.updateStrategy';
  const strategy = fields(spec, 'updateStrategy');
  const rolling = optionalFields(strategy, 'rollingUpdate');
  switch (text(strategy, 'type')) {
    case 'OnDelete':
      if (rolling === undefined) return [];
      return [invalidValue(`${path}.rollingUpdate`, rolling, "only allowed for updateStrategy 'RollingUpdate'")];
    case 'RollingUpdate': {
      const unavailable = get(rolling, 'maxUnavailable');
      return [
        ...validateNonnegative(rolling, 'partition', `${path}.rollingUpdate`),
        ...validateIntOrPercent(unavailable, `${path}.rollingUpdate.maxUnavailable`),
        ...(unavailable !== undefined && isNone(unavailable)
          ? [invalidValue(`${path}.rollingUpdate.maxUnavailable`, unavailable, 'cannot be 0')]
          : []),
        ...validateAtMostHundredPercent(unavailable, `${path}.rollingUpdate.maxUnavailable`),
      ];
    }
    case '':
      return [required(path)];
    default:
      return [invalidValue(path, strategy, "must be 'RollingUpdate' or 'OnDelete'")];
  }
}

function validateUpdate(set: KubeObject, old: KubeObject): FieldError[] {
  const after = { ...fields(set, 'spec') };
  const before = { ...fields(old, 'spec') };
  for (const name of MUTABLE) {
    delete after[name];
    delete before[name];
  }
  if (sameJson(after, before)) return [];
  const listed = MUTABLE.map((name) => `'${name}'`);
  const names = `${listed.slice(0, -1).join(', ')} and ${listed.at(-1)}`;
  return [fieldForbidden('spec', `updates to statefulset spec for fields other than ${names} are forbidden`)];
}
