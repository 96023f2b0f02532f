/** Source: k8s.io/kubernetes/pkg/apis/storage/validation. */
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import {
  duplicate,
  type FieldError,
  fieldForbidden,
  invalidValue,
  notSupported,
  required,
  tooLong,
} from '../../validation/field-error.ts';
import { validateLabelName } from '../../validation/label-selector.ts';
import { qualifiedName } from '../../validation/names.ts';
import { fields, fill, itemsOf, sameJson, text, textEntries, texts } from '../access.ts';
import { validateImmutable } from '../apps/workload.ts';
import { builtIn } from '../built-in.ts';

const LARGEST_PARAMETERS = 256 * 1024;
const MOST_PARAMETERS = 512;

export const storageClassStrategy: Strategy = builtIn({
  namespaced: false,
  countsGenerations: false,
  default: (item) => fill(item, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
  validate: (item) => [
    ...validateProvisioner(text(item, 'provisioner')),
    ...validateParameters(item),
    ...oneOfRequired(item, 'reclaimPolicy', ['Delete', 'Retain']),
    ...oneOfRequired(item, 'volumeBindingMode', ['Immediate', 'WaitForFirstConsumer']),
    ...validateTopologies(item),
  ],
  validateUpdate: (item, old) => [
    ...['parameters', 'provisioner', 'reclaimPolicy']
      .filter((name) => !sameJson(nothingAsEmpty(item, name), nothingAsEmpty(old, name)))
      .map((name) => fieldForbidden(name, `updates to ${name} are forbidden.`)),
    ...validateImmutable(item, old, ['volumeBindingMode']),
  ],
});

/** How a driver makes volumes out of claims with this class. */
export const volumeAttributesClassStrategy: Strategy = builtIn({
  namespaced: false,
  countsGenerations: false,
  validate(item) {
    const driver = text(item, 'driverName');
    const errors: FieldError[] = driver === '' ? [required('driverName')] : [];
    if (Object.keys(fields(item, 'parameters')).length === 0) {
      errors.push(required('parameters', 'must contain at least one key/value pair'));
    }
    return [...errors, ...validateParameters(item)];
  },
  validateUpdate: (item, old) => [
    ...validateImmutable(item, old, ['driverName']),
    ...validateImmutable(item, old, ['parameters']),
  ],
});

function nothingAsEmpty(item: KubeObject, name: string): unknown {
  return name === 'parameters' ? fields(item, name) : item[name];
}

function validateProvisioner(provisioner: string): FieldError[] {
  if (provisioner === '') return [required('provisioner')];
  return qualifiedName(provisioner.toLowerCase()).map((problem) => invalidValue('provisioner', provisioner, problem));
}

function validateParameters(item: KubeObject): FieldError[] {
  const parameters = textEntries(item, 'parameters');
  if (parameters.length > MOST_PARAMETERS) return [tooLong('parameters', MOST_PARAMETERS)];
  const errors = parameters
    .filter(([name]) => name === '')
    .map(([name]) => invalidValue('parameters', name, 'field can not be empty.'));
  const size = parameters.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (size > LARGEST_PARAMETERS) errors.push(tooLong('parameters', LARGEST_PARAMETERS));
  return errors;
}

function oneOfRequired(item: KubeObject, name: string, supported: readonly string[]): FieldError[] {
  const value = text(item, name);
  if (value === '') return [required(name)];
  return supported.includes(value) ? [] : [notSupported(name, value, supported)];
}

function validateTopologies(item: KubeObject): FieldError[] {
  return itemsOf(item, 'allowedTopologies', '').flatMap(({ value: term, path }) => {
    const keys = new Set<string>();
    return itemsOf(term, 'matchLabelExpressions', path).flatMap(({ value: expression, path: at }) => {
      const [key, values] = [text(expression, 'key'), texts(expression, 'values')];
      const errors: FieldError[] = values.length === 0 ? [required(`${at}.values`)] : [];
      values.forEach((value, index) => {
        if (values.indexOf(value) < index) errors.push(duplicate(`${at}.values[${index}]`, value));
      });
      errors.push(...validateLabelName(key, `${at}.key`));
      if (keys.has(key)) errors.push(duplicate(`${at}.key`, key));
      keys.add(key);
      return errors;
    });
  });
}
