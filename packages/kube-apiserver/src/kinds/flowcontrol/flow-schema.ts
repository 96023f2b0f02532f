/** Source: k8s.io/kubernetes/pkg/apis/flowcontrol. */
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, fieldForbidden, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { ensure, fields, fill, fillZero, get, itemsOf, list, number, optionalFields, text } from '../access.ts';
import { builtIn } from '../built-in.ts';

export const flowSchemaStrategy: Strategy = builtIn({
  namespaced: false,
  initialStatus: {},
  default(schema) {
    const spec = ensure(schema, 'spec');
    if (spec !== undefined) fillZero(spec, { matchingPrecedence: 1000 });
  },
  validate(schema) {
    const spec = fields(schema, 'spec');
    const errors: FieldError[] = [];
    const precedence = number(spec, 'matchingPrecedence') ?? 0;
    if (precedence <= 0) errors.push(invalidValue('spec.matchingPrecedence', precedence, 'must be a positive value'));
    if (precedence > 10_000) {
      errors.push(invalidValue('spec.matchingPrecedence', precedence, 'must not be greater than 10000'));
    }
    if (text(spec, 'priorityLevelConfiguration', 'name') === '') {
      errors.push(required('spec.priorityLevelConfiguration.name', 'must reference a priority level'));
    }
    const method = optionalFields(spec, 'distinguisherMethod');
    const type = text(method, 'type');
    if (method !== undefined && type !== 'ByNamespace' && type !== 'ByUser') {
      errors.push(notSupported('spec.distinguisherMethod', type, ['ByNamespace', 'ByUser']));
    }
    for (const { value: rule, path } of itemsOf(spec, 'rules', 'spec')) {
      if (list(rule, 'subjects').length === 0) {
        errors.push(required(`${path}.subjects`, 'subjects must contain at least one value'));
      }
      if (list(rule, 'resourceRules').length === 0 && list(rule, 'nonResourceRules').length === 0) {
        errors.push(required(path, 'at least one of resourceRules and nonResourceRules has to be non-empty'));
      }
    }
    return errors;
  },
});

export const priorityLevelConfigurationStrategy: Strategy = builtIn({
  namespaced: false,
  initialStatus: {},
  default(level) {
    const spec = ensure(level, 'spec');
    const exempt = optionalFields(spec, 'exempt');
    if (exempt !== undefined) fill(exempt, { nominalConcurrencyShares: 0, lendablePercent: 0 });
    const limited = optionalFields(spec, 'limited');
    if (limited !== undefined) fill(limited, { nominalConcurrencyShares: 30, lendablePercent: 0 });
    const queuing = optionalFields(limited, 'limitResponse', 'queuing');
    if (queuing !== undefined) fillZero(queuing, { queues: 64, handSize: 8, queueLengthLimit: 50 });
  },
  validate(level) {
    const spec = fields(level, 'spec');
    switch (text(spec, 'type')) {
      case 'Exempt':
        if (get(spec, 'limited') === undefined) return [];
        return [fieldForbidden('spec.limited', 'must be nil if the type is not Limited')];
      case 'Limited':
        if (get(spec, 'limited') === undefined)
          return [required('spec.limited', 'must not be empty when type is Limited')];
        return validateLimited(get(spec, 'limited'));
      default:
        return [notSupported('spec.type', text(spec, 'type'), ['Exempt', 'Limited'])];
    }
  },
});

function validateLimited(limited: unknown): FieldError[] {
  const path = 'spec.limited';
  const errors: FieldError[] = [];
  const shares = number(limited, 'nominalConcurrencyShares') ?? 0;
  if (shares < 0) {
    errors.push(invalidValue(`${path}.nominalConcurrencyShares`, shares, 'must be a non-negative integer'));
  }
  const type = text(limited, 'limitResponse', 'type');
  const queuing = get(limited, 'limitResponse', 'queuing');
  if (type === 'Queue' && queuing === undefined) {
    errors.push(required(`${path}.limitResponse.queuing`, 'must not be empty if limited.limitResponse.type is Queue'));
  } else if (type === 'Reject' && queuing !== undefined) {
    const why = 'must be nil if limited.limitResponse.type is not Limited';
    errors.push(fieldForbidden(`${path}.limitResponse.queuing`, why));
  } else if (type !== 'Queue' && type !== 'Reject') {
    errors.push(notSupported(`${path}.limitResponse.type`, type, ['Queue', 'Reject']));
  }
  return errors;
}
