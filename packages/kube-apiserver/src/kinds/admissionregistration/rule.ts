/** Rules that say which requests are of interest. Source: k8s.io/kubernetes/pkg/apis/admissionregistration/validation. */
import { type FieldError, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { type Fields, fill, optionalText, texts } from '../access.ts';

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES = ['*', 'Cluster', 'Namespaced'];

export function defaultRule(rule: Fields): void {
  fill(rule, { scope: '*' });
}

export function validateRule(rule: unknown, path: string): FieldError[] {
  const operations = texts(rule, 'operations');
  const errors: FieldError[] = operations.length === 0 ? [required(`${path}.operations`)] : [];
  if (operations.length > 1 && operations.includes('*')) {
    errors.push(invalidValue(`${path}.operations`, operations, "if '*' is present, must not specify other operations"));
  }
  operations.forEach((operation, index) => {
    if (!OPERATIONS.includes(operation))
      errors.push(notSupported(`${path}.operations[${index}]`, operation, OPERATIONS));
  });
  for (const [name, title] of [
    ['apiGroups', 'API groups'],
    ['apiVersions', 'API versions'],
  ] as const) {
    const values = texts(rule, name);
    if (values.length === 0) errors.push(required(`${path}.${name}`));
    if (values.length > 1 && values.includes('*')) {
      errors.push(invalidValue(`${path}.${name}`, values, `if '*' is present, must not specify other ${title}`));
    }
  }
  const scope = optionalText(rule, 'scope');
  if (scope !== undefined && !SCOPES.includes(scope)) errors.push(notSupported(`${path}.scope`, scope, SCOPES));
  return [...errors, ...validateResources(texts(rule, 'resources'), `${path}.resources`)];
}

function validateResources(resources: readonly string[], path: string): FieldError[] {
  const errors: FieldError[] = resources.length === 0 ? [required(path)] : [];
  resources.forEach((resource, index) => {
    if (resource === '') errors.push(required(`${path}[${index}]`));
  });
  if (resources.length > 1 && resources.includes('*/*')) {
    errors.push(invalidValue(path, resources, "if '*/*' is present, must not specify other resources"));
  }
  if (resources.includes('*') && resources.some((resource) => resource !== '*' && !resource.includes('/'))) {
    const why = "if '*' is present, must not specify other resources without subresources";
    errors.push(invalidValue(path, resources, why));
  }
  return errors;
}
