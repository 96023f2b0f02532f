/** Rules for environment variables. Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import { type FieldError, invalidValue, required } from '../../../validation/field-error.ts';
import { configKey, environmentName, subdomainName } from '../../../validation/names.ts';
import { get, itemsOf, optionalFields, text } from '../../access.ts';
import { ENVIRONMENT_FIELDS, validateFieldReference, validateResourceReference } from './downward.ts';

export function validateEnvironment(container: unknown, path: string): FieldError[] {
  return [
    ...itemsOf(container, 'env', path).flatMap(({ value: variable, path: at }) => {
      const name = text(variable, 'name');
      const errors =
        name === ''
          ? [required(`${at}.name`)]
          : environmentName(name).map((problem) => invalidValue(`${at}.name`, name, problem));
      return [...errors, ...validateValueFrom(variable, `${at}.valueFrom`)];
    }),
    ...validateEnvironmentFrom(container, path),
  ];
}

function validateValueFrom(variable: unknown, path: string): FieldError[] {
  const source = optionalFields(variable, 'valueFrom');
  if (source === undefined) return [];
  const errors: FieldError[] = [];
  let sources = 0;
  for (const [name, check] of SOURCES) {
    const reference = optionalFields(source, name);
    if (reference === undefined) continue;
    sources++;
    errors.push(...check(reference, `${path}.${name}`));
  }
  if (sources === 0) {
    const why = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';
    errors.push(invalidValue(path, '', why));
  } else if (text(variable, 'value') !== '') {
    errors.push(invalidValue(path, '', 'may not be specified when `value` is not empty'));
  } else if (sources > 1) {
    errors.push(invalidValue(path, '', 'may not have more than one field specified at a time'));
  }
  return errors;
}

const SOURCES: readonly (readonly [name: string, check: (reference: unknown, path: string) => FieldError[]])[] = [
  ['fieldRef', (reference, path) => validateFieldReference(reference, ENVIRONMENT_FIELDS, path)],
  ['resourceFieldRef', (reference, path) => validateResourceReference(reference, false, path)],
  ['configMapKeyRef', validateKeyReference],
  ['secretKeyRef', validateKeyReference],
  ['fileKeyRef', () => []],
];

function validateKeyReference(reference: unknown, path: string): FieldError[] {
  const name = text(reference, 'name');
  const key = text(reference, 'key');
  return [
    ...subdomainName(name, false).map((problem) => invalidValue(`${path}.name`, name, problem)),
    ...(key === ''
      ? [required(`${path}.key`)]
      : configKey(key).map((problem) => invalidValue(`${path}.key`, key, problem))),
  ];
}

function validateEnvironmentFrom(container: unknown, path: string): FieldError[] {
  return itemsOf(container, 'envFrom', path).flatMap(({ value: source, path: at }) => {
    const prefix = text(source, 'prefix');
    const errors =
      prefix === '' ? [] : environmentName(prefix).map((problem) => invalidValue(`${at}.prefix`, prefix, problem));
    const present = ['configMapRef', 'secretRef'].filter((name) => optionalFields(source, name) !== undefined);
    for (const name of present) {
      const target = text(get(source, name), 'name');
      if (target === '') errors.push(required(`${at}.${name}.name`));
      else {
        errors.push(
          ...subdomainName(target, true).map((problem) => invalidValue(`${at}.${name}.name`, target, problem)),
        );
      }
    }
    if (present.length === 0) {
      errors.push(invalidValue(`${path}.envFrom`, '', 'must specify one of: `configMapRef` or `secretRef`'));
    } else if (present.length > 1) {
      errors.push(invalidValue(`${path}.envFrom`, '', 'may not have more than one field specified at a time'));
    }
    return errors;
  });
}
