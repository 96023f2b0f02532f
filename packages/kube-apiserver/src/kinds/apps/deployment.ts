/** Source: k8s.io/kubernetes/pkg/apis/apps. */
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, fieldForbidden, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { ensure, fields, fill, fillZero, get, number, optionalFields, text } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { defaultPodTemplate } from '../core/pod-spec/pod-spec-defaults.ts';
import { isNone, validateAtMostHundredPercent, validateIntOrPercent, validateNonnegative } from '../numbers.ts';
import { templateWarnings, validateImmutable, validateWorkload } from './workload.ts';

export const deploymentStrategy: Strategy = builtIn({
  namespaced: true,
  initialStatus: {},
  default(deployment) {
    const spec = ensure(deployment, 'spec');
    if (spec === undefined) return;
    fill(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
    const strategy = ensure(spec, 'strategy');
    if (strategy !== undefined) {
      fillZero(strategy, { type: 'RollingUpdate' });
      if (text(strategy, 'type') === 'RollingUpdate') {
        const rolling = ensure(strategy, 'rollingUpdate');
        if (rolling !== undefined) fill(rolling, { maxUnavailable: '25%', maxSurge: '25%' });
      }
    }
    defaultPodTemplate(spec);
  },
  validate(deployment) {
    const spec = fields(deployment, 'spec');
    return [
      ...validateNonnegative(spec, 'replicas', 'spec'),
      ...validateWorkload(deployment, 'deployment'),
      ...validateStrategy(spec),
      ...validateNonnegative(spec, 'minReadySeconds', 'spec'),
      ...validateNonnegative(spec, 'revisionHistoryLimit', 'spec'),
      ...validateDeadline(spec),
    ];
  },
  validateUpdate: (deployment, old) => validateImmutable(deployment, old, ['spec', 'selector']),
  warnings: templateWarnings,
});

function validateStrategy(spec: unknown): FieldError[] {
  const strategy = optionalFields(spec, 'strategy');
  const path = 'spec.strategy';
  const rolling = optionalFields(strategy, 'rollingUpdate');
  switch (text(strategy, 'type')) {
    case 'Recreate':
      if (rolling === undefined) return [];
      return [fieldForbidden(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")];
    case 'RollingUpdate':
      if (rolling === undefined) {
        return [required(`${path}.rollingUpdate`, 'this should be defaulted and never be nil')];
      }
      return validateRolling(rolling, `${path}.rollingUpdate`);
    default:
      return [notSupported(path, strategy ?? null, ['Recreate', 'RollingUpdate'])];
  }
}

function validateRolling(rolling: unknown, path: string): FieldError[] {
  const [unavailable, surge] = [get(rolling, 'maxUnavailable'), get(rolling, 'maxSurge')];
  const errors = [
    ...validateIntOrPercent(unavailable, `${path}.maxUnavailable`),
    ...validateIntOrPercent(surge, `${path}.maxSurge`),
  ];
  if (isNone(unavailable) && isNone(surge)) {
    errors.push(invalidValue(`${path}.maxUnavailable`, unavailable ?? 0, 'may not be 0 when `maxSurge` is 0'));
  }
  return [...errors, ...validateAtMostHundredPercent(unavailable, `${path}.maxUnavailable`)];
}

function validateDeadline(spec: unknown): FieldError[] {
  const path = 'spec.progressDeadlineSeconds';
  const errors = validateNonnegative(spec, 'progressDeadlineSeconds', 'spec');
  const deadline = number(spec, 'progressDeadlineSeconds');
  if (deadline !== undefined && deadline <= (number(spec, 'minReadySeconds') ?? 0)) {
    errors.push(invalidValue(path, deadline, 'must be greater than minReadySeconds'));
  }
  return errors;
}
