/** Source: k8s.io/kubernetes/pkg/apis/networking/validation. */
import type { Strategy } from '../../registry/strategy.ts';
import {
  type FieldError,
  fieldForbidden,
  invalidValue,
  notSupported,
  required,
  tooLong,
} from '../../validation/field-error.ts';
import { dnsSubdomain, labelName, pathSegment } from '../../validation/names.ts';
import { ensure, fields, fill, get, optionalFields, optionalText, text } from '../access.ts';
import { validateImmutable } from '../apps/workload.ts';
import { builtIn } from '../built-in.ts';

const LONGEST_CONTROLLER = 250;

export const ingressClassStrategy: Strategy = builtIn({
  namespaced: false,
  default(item) {
    ensure(item, 'spec');
    const parameters = optionalFields(item, 'spec', 'parameters');
    if (parameters !== undefined) fill(parameters, { scope: 'Cluster' });
  },
  validate(item) {
    const spec = fields(item, 'spec');
    return [...validateController(text(spec, 'controller')), ...validateParameters(get(spec, 'parameters'))];
  },
  validateUpdate: (item, old) => validateImmutable(item, old, ['spec', 'controller']),
});

function validateController(controller: string): FieldError[] {
  const path = 'spec.controller';
  if (controller === '') return [required(path)];
  if (controller.length > LONGEST_CONTROLLER) return [tooLong(path, LONGEST_CONTROLLER)];
  const slash = controller.indexOf('/');
  if (slash < 1 || slash === controller.length - 1) {
    return [invalidValue(path, controller, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  const domain = controller.slice(0, slash);
  const errors = dnsSubdomain(domain).map((problem) => invalidValue(path, domain, problem));
  const rest = controller.slice(slash + 1);
  if (!/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(rest)) {
    const why = "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')";
    errors.push(invalidValue(path, rest, why));
  }
  return errors;
}

function validateParameters(parameters: unknown): FieldError[] {
  if (parameters === undefined) return [];
  const path = 'spec.parameters';
  const errors: FieldError[] = [];
  const group = optionalText(parameters, 'apiGroup');
  if (group !== undefined) {
    errors.push(...dnsSubdomain(group).map((problem) => invalidValue(`${path}.apiGroup`, group, problem)));
  }
  for (const name of ['kind', 'name']) {
    const value = text(parameters, name);
    if (value === '') errors.push(required(`${path}.${name}`));
    else errors.push(...pathSegment(value).map((problem) => invalidValue(`${path}.${name}`, value, problem)));
  }
  const scope = text(parameters, 'scope');
  const namespace = optionalText(parameters, 'namespace');
  if (scope !== 'Cluster' && scope !== 'Namespace') {
    return [...errors, notSupported(`${path}.scope`, scope, ['Cluster', 'Namespace'])];
  }
  const at = `${path}.namespace`;
  if (scope === 'Cluster') {
    return namespace === undefined ? errors : [...errors, fieldForbidden(at, "`parameters.scope` is set to 'Cluster'")];
  }
  if (namespace === undefined) return [...errors, required(at, "`parameters.scope` is set to 'Namespace'")];
  return [...errors, ...labelName(namespace, false).map((problem) => invalidValue(at, namespace, problem))];
}
