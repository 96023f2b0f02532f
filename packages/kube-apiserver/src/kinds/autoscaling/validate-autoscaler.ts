/** Source: k8s.io/kubernetes/pkg/apis/autoscaling/validation. */
import { type FieldError, fieldForbidden, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { type Fields, fields, itemsOf, list, number, objects, optionalFields, optionalText, text } from '../access.ts';
import { validateReference } from './object-reference.ts';
import { validateMetric } from './validate-metrics.ts';

const LONGEST_WINDOW = 3600;
const LONGEST_PERIOD = 1800;

export function validateAutoscaler(autoscaler: unknown): FieldError[] {
  const spec = fields(autoscaler, 'spec');
  const errors: FieldError[] = [];
  const least = number(spec, 'minReplicas');
  const most = number(spec, 'maxReplicas') ?? 0;
  if (least !== undefined && least < 1) {
    errors.push(invalidValue('spec.minReplicas', least, 'must be greater than or equal to 1'));
  }
  if (most < 1) errors.push(invalidValue('spec.maxReplicas', most, 'must be greater than 0'));
  if (least !== undefined && most < least) {
    errors.push(invalidValue('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`'));
  }
  errors.push(...validateReference(spec.scaleTargetRef, 'spec.scaleTargetRef'));
  errors.push(...itemsOf(spec, 'metrics', 'spec').flatMap(({ value, path }) => validateMetric(value, path)));
  if (least === 0 && !objects(spec, 'metrics').some((metric) => /^(?:Object|External)$/.test(text(metric, 'type')))) {
    const why = 'must specify at least one Object or External metric to support scaling to zero replicas';
    errors.push(fieldForbidden('spec.metrics', why));
  }
  for (const name of ['scaleUp', 'scaleDown']) {
    const rules = optionalFields(spec, 'behavior', name);
    if (rules !== undefined) errors.push(...validateRules(rules, `spec.behavior.${name}`));
  }
  return errors;
}

function validateRules(rules: Fields, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const window = number(rules, 'stabilizationWindowSeconds') ?? 0;
  if (window < 0) {
    const why = 'must be greater than or equal to zero';
    errors.push(invalidValue(`${path}.stabilizationWindowSeconds`, window, why));
  }
  if (window > LONGEST_WINDOW) {
    const why = `must be less than or equal to ${LONGEST_WINDOW}`;
    errors.push(invalidValue(`${path}.stabilizationWindowSeconds`, window, why));
  }
  const select = optionalText(rules, 'selectPolicy');
  if (select !== undefined && !['Disabled', 'Max', 'Min'].includes(select)) {
    errors.push(notSupported(`${path}.selectPolicy`, select, ['Disabled', 'Max', 'Min']));
  }
  if (list(rules, 'policies').length === 0) {
    errors.push(required(`${path}.policies`, 'must specify at least one Policy'));
  }
  return [...errors, ...itemsOf(rules, 'policies', path).flatMap(({ value, path: at }) => validatePolicy(value, at))];
}

function validatePolicy(policy: unknown, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const type = text(policy, 'type');
  if (type !== 'Pods' && type !== 'Percent') errors.push(notSupported(`${path}.type`, type, ['Percent', 'Pods']));
  for (const name of ['value', 'periodSeconds']) {
    const value = number(policy, name) ?? 0;
    if (value <= 0) errors.push(invalidValue(`${path}.${name}`, value, 'must be greater than zero'));
  }
  const period = number(policy, 'periodSeconds') ?? 0;
  if (period > LONGEST_PERIOD) {
    errors.push(invalidValue(`${path}.periodSeconds`, period, `must be less than or equal to ${LONGEST_PERIOD}`));
  }
  return errors;
}
