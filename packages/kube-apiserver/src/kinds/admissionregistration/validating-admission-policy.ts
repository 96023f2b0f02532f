/** Source: k8s.io/kubernetes/pkg/apis/admissionregistration. The expressions are compiled by who runs them. */
import type { Strategy } from '../../registry/strategy.ts';
import {
  duplicate,
  type FieldError,
  fieldForbidden,
  invalidValue,
  notSupported,
  required,
} from '../../validation/field-error.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { qualifiedName, subdomainName } from '../../validation/names.ts';
import {
  ensure,
  type Fields,
  fields,
  fill,
  get,
  itemsOf,
  list,
  objects,
  optionalFields,
  text,
  texts,
} from '../access.ts';
import { builtIn } from '../built-in.ts';
import { oneOf } from '../core/pod-spec/validate-containers.ts';
import { defaultRule, validateRule } from './rule.ts';

const ACTIONS = ['Audit', 'Deny', 'Warn'];

export const validatingAdmissionPolicyStrategy: Strategy = builtIn({
  namespaced: false,
  countsGenerations: true,
  initialStatus: {},
  default(policy) {
    const spec = ensure(policy, 'spec');
    if (spec === undefined) return;
    fill(spec, { failurePolicy: 'Fail' });
    defaultMatch(optionalFields(spec, 'matchConstraints'));
  },
  warnings: () => ['ValidatingAdmissionPolicies are kept, but this embedded API does not enforce them'],
  validate(policy) {
    const spec = fields(policy, 'spec');
    const errors = oneOf(spec, 'failurePolicy', ['Fail', 'Ignore'], 'spec');
    const match = optionalFields(spec, 'matchConstraints');
    if (match === undefined) errors.push(required('spec.matchConstraints'));
    else {
      errors.push(...validateMatch(match, 'spec.matchConstraints'));
      if (list(match, 'resourceRules').length === 0) errors.push(required('spec.matchConstraints.resourceRules'));
    }
    if (list(spec, 'validations').length === 0 && list(spec, 'auditAnnotations').length === 0) {
      const why = 'validations or auditAnnotations must contain at least one item';
      errors.push(required('spec.validations', why), required('spec.auditAnnotations', why));
    }
    for (const { value: rule, path } of itemsOf(spec, 'validations', 'spec')) {
      if (text(rule, 'expression').trim() === '')
        errors.push(required(`${path}.expression`, 'expression is not specified'));
    }
    return [...errors, ...validateNamed(spec, 'matchConditions', 'name', 'expression'), ...validateAnnotations(spec)];
  },
});

export const validatingAdmissionPolicyBindingStrategy: Strategy = builtIn({
  namespaced: false,
  countsGenerations: true,
  default(binding) {
    ensure(binding, 'spec');
    defaultMatch(optionalFields(binding, 'spec', 'matchResources'));
  },
  validate(binding) {
    const spec = fields(binding, 'spec');
    const name = text(spec, 'policyName');
    const errors: FieldError[] =
      name === ''
        ? [required('spec.policyName')]
        : subdomainName(name, false).map((problem) => invalidValue('spec.policyName', name, problem));
    const reference = optionalFields(spec, 'paramRef');
    if (reference !== undefined) errors.push(...validateParameter(reference));
    const match = optionalFields(spec, 'matchResources');
    if (match !== undefined) errors.push(...validateMatch(match, 'spec.matchResources'));
    return [...errors, ...validateActions(texts(spec, 'validationActions'))];
  },
});

function defaultMatch(match: Fields | undefined): void {
  if (match === undefined) return;
  fill(match, { matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {} });
  for (const name of ['resourceRules', 'excludeResourceRules']) objects(match, name).forEach(defaultRule);
}

function validateMatch(match: Fields, path: string): FieldError[] {
  return [
    ...oneOf(match, 'matchPolicy', ['Equivalent', 'Exact'], path),
    ...['namespaceSelector', 'objectSelector'].flatMap((name) =>
      validateLabelSelector(get(match, name), `${path}.${name}`),
    ),
    ...['resourceRules', 'excludeResourceRules'].flatMap((name) =>
      itemsOf(match, name, path).flatMap(({ value, path: at }) => validateRule(value, at)),
    ),
  ];
}

function validateNamed(spec: Fields, field: string, nameField: string, expression: string): FieldError[] {
  const seen = new Set<string>();
  return itemsOf(spec, field, 'spec').flatMap(({ value: item, path }) => {
    const name = text(item, nameField);
    const errors: FieldError[] =
      name === ''
        ? [required(`${path}.${nameField}`)]
        : qualifiedName(name).map((problem) => invalidValue(`${path}.${nameField}`, name, problem));
    if (seen.has(name)) errors.push(duplicate(`${path}.${nameField}`, name));
    seen.add(name);
    if (text(item, expression).trim() === '') errors.push(required(`${path}.${expression}`));
    return errors;
  });
}

function validateAnnotations(spec: Fields): FieldError[] {
  return validateNamed(spec, 'auditAnnotations', 'key', 'valueExpression');
}

function validateParameter(reference: Fields): FieldError[] {
  const path = 'spec.paramRef';
  const named = text(reference, 'name') !== '';
  const selected = optionalFields(reference, 'selector') !== undefined;
  const errors: FieldError[] = [];
  if (named && selected) errors.push(fieldForbidden(`${path}.name`, 'name and selector are mutually exclusive'));
  if (!named && !selected) errors.push(required(path, 'one of name or selector must be specified'));
  const action = text(reference, 'parameterNotFoundAction');
  if (action === '') errors.push(required(`${path}.parameterNotFoundAction`));
  else if (action !== 'Allow' && action !== 'Deny') {
    errors.push(notSupported(`${path}.parameterNotFoundAction`, action, ['Deny', 'Allow']));
  }
  return errors;
}

function validateActions(actions: readonly string[]): FieldError[] {
  const path = 'spec.validationActions';
  if (actions.length === 0) return [required(path, 'at least one validation action is required')];
  const errors = actions.flatMap((action, index) => {
    if (!ACTIONS.includes(action)) return [notSupported(`${path}[${index}]`, action, ACTIONS)];
    return actions.indexOf(action) < index ? [duplicate(`${path}[${index}]`, action)] : [];
  });
  if (actions.includes('Deny') && actions.includes('Warn')) {
    errors.push(
      invalidValue(
        path,
        actions,
        'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
      ),
    );
  }
  return errors;
}
