/** What a job makes of the ends of its pods. Source: k8s.io/kubernetes/pkg/apis/batch/validation. */
import {
  duplicate,
  type FieldError,
  invalidValue,
  notSupported,
  required,
  tooMany,
} from '../../validation/field-error.ts';
import { qualifiedName } from '../../validation/names.ts';
import { get, itemsOf, list, number, objects, optionalFields, optionalText, text } from '../access.ts';

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS = ['In', 'NotIn'];
const STATUSES = ['False', 'True', 'Unknown'];
const MOST_RULES = 20;
const MOST_CODES = 255;

/** As Go shows a list of texts. */
const oneOf = (values: readonly string[]) =>
  `valid values: [${values.map((value) => JSON.stringify(value)).join(' ')}]`;

/** An error about a whole rule, which is not shown. */
function wrongRule(path: string, why: string): FieldError {
  return { reason: 'FieldValueInvalid', field: path, message: `Invalid value: ${why}` };
}

export function validatePodFailurePolicy(spec: unknown, path: string): FieldError[] {
  const policy = optionalFields(spec, 'podFailurePolicy');
  const at = `${path}.podFailurePolicy`;
  const count = list(policy, 'rules').length;
  const containers = ['containers', 'initContainers'].flatMap((name) =>
    objects(spec, 'template', 'spec', name).map((container) => text(container, 'name')),
  );
  return [
    ...(count > MOST_RULES ? [tooMany(`${at}.rules`, count, MOST_RULES)] : []),
    ...itemsOf(policy, 'rules', at).flatMap(({ value: rule, path: place }) => [
      ...validateAction(spec, text(rule, 'action'), `${place}.action`),
      ...validateExitCodes(optionalFields(rule, 'onExitCodes'), containers, `${place}.onExitCodes`),
      ...itemsOf(rule, 'onPodConditions', place).flatMap(({ value, path: item }) => validateCondition(value, item)),
      ...validateCause(rule, place),
    ]),
  ];
}

function validateAction(spec: unknown, action: string, path: string): FieldError[] {
  if (action === '') return [required(path, oneOf(ACTIONS))];
  if (!ACTIONS.includes(action)) return [notSupported(path, action, ACTIONS)];
  if (action !== 'FailIndex' || get(spec, 'backoffLimitPerIndex') !== undefined) return [];
  return [invalidValue(path, action, 'requires the backoffLimitPerIndex to be set')];
}

function validateCause(rule: unknown, path: string): FieldError[] {
  const codes = optionalFields(rule, 'onExitCodes') !== undefined;
  const conditions = list(rule, 'onPodConditions').length > 0;
  if (codes && conditions) {
    return [wrongRule(path, 'specifying both OnExitCodes and OnPodConditions is not supported')];
  }
  if (codes || conditions) return [];
  return [wrongRule(path, 'specifying one of OnExitCodes and OnPodConditions is required')];
}

function validateExitCodes(codes: unknown, containers: readonly string[], path: string): FieldError[] {
  if (codes === undefined) return [];
  const operator = text(codes, 'operator');
  const errors: FieldError[] = [];
  if (operator === '') errors.push(required(`${path}.operator`, oneOf(OPERATORS)));
  else if (!OPERATORS.includes(operator)) errors.push(notSupported(`${path}.operator`, operator, OPERATORS));
  const container = optionalText(codes, 'containerName');
  if (container !== undefined && !containers.includes(container)) {
    const why = 'must be one of the container or initContainer names in the pod template';
    errors.push(invalidValue(`${path}.containerName`, container, why));
  }
  const values = list(codes, 'values').filter((value) => typeof value === 'number');
  const at = `${path}.values`;
  if (values.length === 0) errors.push(invalidValue(at, values, 'at least one value is required'));
  if (values.length > MOST_CODES) errors.push(tooMany(at, values.length, MOST_CODES));
  values.forEach((value, index) => {
    if (operator === 'In' && value === 0) {
      errors.push(invalidValue(`${at}[${index}]`, value, 'must not be 0 for the In operator'));
    }
    if (values.indexOf(value) < index) errors.push(duplicate(`${at}[${index}]`, value));
  });
  if (values.some((value, index) => index > 0 && (values[index - 1] ?? value) > value)) {
    errors.push(invalidValue(at, values, 'must be ordered'));
  }
  return errors;
}

function validateCondition(condition: unknown, path: string): FieldError[] {
  const [type, status] = [text(condition, 'type'), text(condition, 'status')];
  const errors = qualifiedName(type).map((problem) => invalidValue(`${path}.type`, type, problem));
  if (status === '') errors.push(required(`${path}.status`, oneOf(STATUSES)));
  else if (!STATUSES.includes(status)) errors.push(notSupported(`${path}.status`, status, STATUSES));
  return errors;
}

export function validateSuccessPolicy(spec: unknown, path: string): FieldError[] {
  const policy = optionalFields(spec, 'successPolicy');
  const at = `${path}.successPolicy`;
  if (policy === undefined) return [];
  if (text(spec, 'completionMode') !== 'Indexed') return [invalidValue(at, policy, 'requires indexed completion mode')];
  const count = list(policy, 'rules').length;
  const errors: FieldError[] = [];
  if (count === 0) {
    const why = 'at least one rules must be specified when the successPolicy is specified';
    errors.push(required(`${at}.rules`, why));
  }
  if (count > MOST_RULES) errors.push(tooMany(`${at}.rules`, count, MOST_RULES));
  const completions = number(spec, 'completions') ?? 0;
  for (const { value: rule, path: place } of itemsOf(policy, 'rules', at)) {
    const succeeded = number(rule, 'succeededCount');
    if (succeeded === undefined && get(rule, 'succeededIndexes') === undefined) {
      const why = 'at least one of succeededCount or succeededIndexes must be specified';
      errors.push(required(place, why));
    }
    if (succeeded !== undefined && succeeded > completions) {
      const why = `must be less than or equal to ${completions} (the number of specified completions)`;
      errors.push(invalidValue(`${place}.succeededCount`, succeeded, why));
    }
  }
  return errors;
}
