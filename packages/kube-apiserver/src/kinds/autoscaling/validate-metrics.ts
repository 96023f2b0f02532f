/** Source: k8s.io/kubernetes/pkg/apis/autoscaling/validation. */
import { quantityOf } from '@luban/kube';
import { type FieldError, fieldForbidden, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { dnsLabel, pathSegment } from '../../validation/names.ts';
import { type Fields, get, number, optionalFields, text } from '../access.ts';
import { validateReference } from './object-reference.ts';

export const METRIC_SOURCES = ['object', 'external', 'pods', 'resource', 'containerResource'] as const;
type MetricSource = (typeof METRIC_SOURCES)[number];

const FIELD_OF_TYPE = new Map<string, MetricSource>([
  ['ContainerResource', 'containerResource'],
  ['External', 'external'],
  ['Object', 'object'],
  ['Pods', 'pods'],
  ['Resource', 'resource'],
]);
const TYPES = [...FIELD_OF_TYPE.keys()];

export function validateMetric(metric: Fields, path: string): FieldError[] {
  const type = text(metric, 'type');
  const errors: FieldError[] = [];
  if (type === '') errors.push(required(`${path}.type`, 'must specify a metric source type'));
  const expected = FIELD_OF_TYPE.get(type);
  if (expected === undefined) errors.push(notSupported(`${path}.type`, type, TYPES));
  const present = METRIC_SOURCES.filter((name) => optionalFields(metric, name) !== undefined);
  const [first] = present;
  if (first !== undefined) errors.push(...validateSource(first, get(metric, first), `${path}.${first}`));
  if (expected !== undefined && !present.includes(expected)) {
    errors.push(required(`${path}.${expected}`, 'must populate information for the given metric source'));
  }
  if (present.length === 1) return errors;
  const others = present.filter((name) => name !== expected);
  const why = 'must populate the given metric source only';
  return [...errors, ...others.map((name) => fieldForbidden(`${path}.${name}`, why))];
}

function validateSource(name: MetricSource, source: unknown, path: string): FieldError[] {
  const target = fieldsOfTarget(source);
  const at = `${path}.target`;
  switch (name) {
    case 'object':
      return [
        ...validateReference(get(source, 'describedObject'), `${path}.describedObject`),
        ...validateIdentifier(source, path),
        ...validateTarget(source, at),
        ...(target.value || target.averageValue
          ? []
          : [required(`${at}.averageValue`, 'must set either a target value or averageValue')]),
      ];
    case 'external':
      return [
        ...validateIdentifier(source, path),
        ...validateTarget(source, at),
        ...(target.value || target.averageValue
          ? []
          : [required(`${at}.averageValue`, 'must set either a target value for metric or a per-pod target')]),
        ...(target.value && target.averageValue
          ? [fieldForbidden(`${at}.value`, 'may not set both a target value for metric and a per-pod target')]
          : []),
      ];
    case 'pods':
      return [
        ...validateIdentifier(source, path),
        ...validateTarget(source, at),
        ...(target.averageValue ? [] : [required(`${at}.averageValue`, 'must specify a positive target averageValue')]),
      ];
    case 'resource':
      return [...validateResourceName(source, path), ...validateTarget(source, at), ...validateUse(target, at)];
    case 'containerResource':
      return [
        ...validateResourceName(source, path),
        ...validateContainerName(text(source, 'container'), `${path}.container`),
        ...validateTarget(source, at),
        ...validateUse(target, at),
      ];
  }
}

interface TargetParts {
  value: boolean;
  averageValue: boolean;
  averageUtilization: boolean;
}

function fieldsOfTarget(source: unknown): TargetParts {
  const has = (name: string) => get(source, 'target', name) !== undefined;
  return { value: has('value'), averageValue: has('averageValue'), averageUtilization: has('averageUtilization') };
}

function validateUse(target: TargetParts, path: string): FieldError[] {
  if (!target.averageUtilization && !target.averageValue) {
    return [required(`${path}.averageUtilization`, 'must set either a target raw value or a target utilization')];
  }
  if (!target.averageUtilization || !target.averageValue) return [];
  return [fieldForbidden(`${path}.averageValue`, 'may not set both a target raw value and a target utilization')];
}

function validateResourceName(source: unknown, path: string): FieldError[] {
  return text(source, 'name') === '' ? [required(`${path}.name`, 'must specify a resource name')] : [];
}

function validateContainerName(name: string, path: string): FieldError[] {
  if (name === '') return [required(path, 'must specify a container')];
  return dnsLabel(name).map((problem) => invalidValue(path, name, problem));
}

function validateIdentifier(source: unknown, path: string): FieldError[] {
  const name = text(source, 'metric', 'name');
  const at = `${path}.metric.name`;
  if (name === '') return [required(at, 'must specify a metric name')];
  return pathSegment(name).map((problem) => invalidValue(at, name, problem));
}

function validateTarget(source: unknown, path: string): FieldError[] {
  const target = optionalFields(source, 'target');
  const type = text(target, 'type');
  const errors: FieldError[] = [];
  if (type === '') errors.push(required(`${path}.type`, 'must specify a metric target type'));
  if (type !== 'Utilization' && type !== 'Value' && type !== 'AverageValue') {
    errors.push(invalidValue(`${path}.type`, type, 'must be either Utilization, Value, or AverageValue'));
  }
  for (const name of ['value', 'averageValue']) {
    const quantity = quantityOf(get(target, name));
    if (quantity !== undefined && quantity.nano <= 0n) {
      errors.push(invalidValue(`${path}.${name}`, get(target, name), 'must be positive'));
    }
  }
  const use = number(target, 'averageUtilization');
  if (use !== undefined && use < 1) {
    errors.push(invalidValue(`${path}.averageUtilization`, use, 'must be greater than 0'));
  }
  return errors;
}
