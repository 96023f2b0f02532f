/** Rules for where pods may run. Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import {
  duplicate,
  type FieldError,
  fieldForbidden,
  invalidValue,
  notSupported,
  required,
} from '../../../validation/field-error.ts';
import { validateLabelName, validateLabelSelector, validateLabels } from '../../../validation/label-selector.ts';
import { labelName, labelValue, qualifiedName } from '../../../validation/names.ts';
import { type Fields, get, itemsOf, number, optionalFields, optionalText, text, texts } from '../../access.ts';
import { validateNodeSelector, validateNodeSelectorTerm } from './node-selector.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function validateScheduling(spec: Fields, path: string): FieldError[] {
  return [
    ...validateLabels(get(spec, 'nodeSelector'), `${path}.nodeSelector`),
    ...validateAffinity(optionalFields(spec, 'affinity'), `${path}.affinity`),
    ...validateSpread(spec, path),
    ...validateTolerations(spec, path),
    ...validateGates(spec, path),
  ];
}

/** The effect of a taint. */
export function validateTaintEffect(effect: string, path: string): FieldError[] {
  return EFFECTS.includes(effect) ? [] : [notSupported(path, effect, EFFECTS)];
}

export function validateTolerations(spec: unknown, path: string): FieldError[] {
  return itemsOf(spec, 'tolerations', path).flatMap(({ value: toleration, path: at }) => {
    const [key, operator] = [text(toleration, 'key'), text(toleration, 'operator')];
    const [value, effect] = [text(toleration, 'value'), text(toleration, 'effect')];
    const errors = key === '' ? [] : validateLabelName(key, `${at}.key`);
    if (key === '' && operator !== 'Exists') {
      const why = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      errors.push(invalidValue(`${at}.operator`, operator, why));
    }
    if (number(toleration, 'tolerationSeconds') !== undefined && effect !== 'NoExecute') {
      const why = "effect must be 'NoExecute' when `tolerationSeconds` is set";
      errors.push(invalidValue(`${at}.effect`, effect, why));
    }
    if (operator === '' || operator === 'Equal') {
      const problems = labelValue(value);
      if (problems.length > 0) errors.push(invalidValue(`${at}.operator`, value, problems.join(';')));
    } else if (operator === 'Exists') {
      if (value !== '') {
        errors.push(invalidValue(`${at}.operator`, value, "value must be empty when `operator` is 'Exists'"));
      }
    } else errors.push(notSupported(`${at}.operator`, operator, ['Equal', 'Exists']));
    if (effect !== '') errors.push(...validateTaintEffect(effect, `${at}.effect`));
    return errors;
  });
}

function validateAffinity(affinity: Fields | undefined, path: string): FieldError[] {
  const node = optionalFields(affinity, 'nodeAffinity');
  const needed = optionalFields(node, REQUIRED);
  return [
    ...(needed === undefined ? [] : validateNodeSelector(needed, `${path}.nodeAffinity.${REQUIRED}`)),
    ...itemsOf(node, PREFERRED, `${path}.nodeAffinity`).flatMap(({ value: term, path: at }) => [
      ...validateWeight(term, at),
      ...validateNodeSelectorTerm(get(term, 'preference'), `${at}.preference`, false),
    ]),
    ...['podAffinity', 'podAntiAffinity'].flatMap((name) => {
      const rules = optionalFields(affinity, name);
      return [
        ...itemsOf(rules, REQUIRED, `${path}.${name}`).flatMap(({ value, path: at }) => validatePodTerm(value, at)),
        ...itemsOf(rules, PREFERRED, `${path}.${name}`).flatMap(({ value, path: at }) => [
          ...validateWeight(value, at),
          ...validatePodTerm(get(value, 'podAffinityTerm'), `${at}.podAffinityTerm`),
        ]),
      ];
    }),
  ];
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function validateWeight(term: unknown, path: string): FieldError[] {
  const weight = number(term, 'weight') ?? 0;
  return weight > 0 && weight <= 100 ? [] : [invalidValue(`${path}.weight`, weight, 'must be in the range 1-100')];
}

function validatePodTerm(term: unknown, path: string): FieldError[] {
  const topology = text(term, 'topologyKey');
  return [
    ...validateLabelSelector(get(term, 'labelSelector'), `${path}.labelSelector`),
    ...validateLabelSelector(get(term, 'namespaceSelector'), `${path}.namespaceSelector`),
    ...texts(term, 'namespaces').flatMap((name) =>
      labelName(name, false).map((problem) => invalidValue(`${path}.namespace`, name, problem)),
    ),
    ...(topology === '' ? [required(`${path}.topologyKey`, 'can not be empty')] : []),
    ...validateLabelName(topology, `${path}.topologyKey`),
  ];
}

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];

function validateSpread(spec: Fields, path: string): FieldError[] {
  const constraints = itemsOf(spec, 'topologySpreadConstraints', path);
  return constraints.flatMap(({ value: constraint, path: at }, index) => {
    const errors: FieldError[] = [];
    const skew = number(constraint, 'maxSkew') ?? 0;
    const [topology, action] = [text(constraint, 'topologyKey'), text(constraint, 'whenUnsatisfiable')];
    if (skew <= 0) errors.push(invalidValue(`${at}.maxSkew`, skew, 'must be greater than 0'));
    if (topology === '') errors.push(required(`${at}.topologyKey`, 'can not be empty'));
    if (!ACTIONS.includes(action)) errors.push(notSupported(`${at}.whenUnsatisfiable`, action, ACTIONS));
    const repeated = constraints
      .slice(index + 1)
      .some(({ value }) => text(value, 'topologyKey') === topology && text(value, 'whenUnsatisfiable') === action);
    if (repeated) errors.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topology}, ${action}}`));
    const domains = number(constraint, 'minDomains');
    if (domains !== undefined && domains <= 0) {
      errors.push(invalidValue(`${at}.minDomains`, domains, 'must be greater than 0'));
    }
    if (domains !== undefined && action !== 'DoNotSchedule') {
      const why = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`;
      errors.push(invalidValue(`${at}.minDomains`, domains, why));
    }
    for (const name of ['nodeAffinityPolicy', 'nodeTaintsPolicy']) {
      const policy = optionalText(constraint, name);
      if (policy !== undefined && policy !== 'Honor' && policy !== 'Ignore') {
        errors.push(notSupported(`${at}.${name}`, policy, ['Honor', 'Ignore']));
      }
    }
    const keys = texts(constraint, 'matchLabelKeys');
    if (keys.length > 0 && optionalFields(constraint, 'labelSelector') === undefined) {
      errors.push(fieldForbidden(`${at}.matchLabelKeys`, 'must not be specified when labelSelector is not set'));
    }
    keys.forEach((key, position) => {
      errors.push(...validateLabelName(key, `${at}.matchLabelKeys[${position}]`));
    });
    return [...errors, ...validateLabelSelector(get(constraint, 'labelSelector'), `${at}.labelSelector`)];
  });
}

function validateGates(spec: Fields, path: string): FieldError[] {
  const seen = new Set<string>();
  return itemsOf(spec, 'schedulingGates', path).flatMap(({ value: gate, path: at }) => {
    const name = text(gate, 'name');
    const errors = qualifiedName(name).map((problem) => invalidValue(at, name, problem));
    if (seen.has(name)) errors.push(duplicate(at, name));
    seen.add(name);
    return errors;
  });
}
