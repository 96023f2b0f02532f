/** Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, invalidValue, required } from '../../validation/field-error.ts';
import { qualifiedName } from '../../validation/names.ts';
import { IMMUTABLE_FIELD } from '../../validation/object-meta.ts';
import { ensure, type Fields, fields, list, objects, optionalFields, sameJson, text, texts } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { canonicalizeQuantities, isStandardResource, quantities, validateResourceQuantity } from '../resource-list.ts';

const EXISTENCE_SCOPES = ['Terminating', 'NotTerminating', 'BestEffort', 'NotBestEffort', 'CrossNamespacePodAffinity'];
const SCOPES = [...EXISTENCE_SCOPES, 'PriorityClass', 'VolumeAttributesClass'];
const CONFLICTS = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
];
/** With no more than a number of pods, their scope can be any; amounts are unknown of those without any. */
const COMPUTING = /^(?:(?:requests|limits)\.)?(?:cpu|memory|ephemeral-storage)$/;

export const resourceQuotaStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: false,
  initialStatus: {},
  default(quota) {
    const spec = ensure(quota, 'spec');
    canonicalizeQuantities(optionalFields(spec, 'hard'));
    canonicalizeQuantities(optionalFields(quota, 'status', 'hard'));
    canonicalizeQuantities(optionalFields(quota, 'status', 'used'));
  },
  validate(quota) {
    const spec = fields(quota, 'spec');
    return [...validateAmounts(spec, 'hard', 'spec'), ...validateScopes(spec), ...validateScopeSelector(spec)];
  },
  validateUpdate(quota, old) {
    const [after, before] = [texts(quota, 'spec', 'scopes'), texts(old, 'spec', 'scopes')];
    if (sameJson([...new Set(after)].sort(), [...new Set(before)].sort())) return [];
    return [invalidValue('spec.scopes', after, IMMUTABLE_FIELD)];
  },
  validateStatusUpdate: (quota) => [
    ...validateAmounts(quota.status, 'hard', 'status'),
    ...validateAmounts(quota.status, 'used', 'status'),
  ],
});

function validateAmounts(parent: unknown, part: string, path: string): FieldError[] {
  const names = Object.keys(fields(parent, part));
  const amounts = quantities(parent, part);
  return names.flatMap((name) => {
    const at = `${path}.${part}[${name}]`;
    const quantity = amounts.get(name);
    return [...validateName(name, at), ...(quantity === undefined ? [] : validateResourceQuantity(name, quantity, at))];
  });
}

function validateName(name: string, path: string): FieldError[] {
  const errors = qualifiedName(name).map((problem) => invalidValue(path, name, problem));
  if (errors.length > 0 || name.includes('/') || isStandardResource(name)) return errors;
  return [
    invalidValue(path, name, 'must be a standard resource type or fully qualified'),
    invalidValue(path, name, 'must be a standard resource for quota'),
  ];
}

function validateScopes(spec: Fields): FieldError[] {
  const scopes = texts(spec, 'scopes');
  const path = 'spec.scopes';
  const errors = scopes.flatMap((scope) => {
    const wrong = SCOPES.includes(scope) ? [] : [invalidValue(path, scopes, 'unsupported scope')];
    const hard = Object.keys(fields(spec, 'hard')).filter((name) => !fits(scope, name));
    return [...wrong, ...hard.map(() => invalidValue(path, scopes, 'unsupported scope applied to resource'))];
  });
  return [...errors, ...conflicts(scopes, path, scopes)];
}

function fits(scope: string, resource: string): boolean {
  if (!isStandardResource(resource)) return true;
  if (scope === 'BestEffort') return resource === 'pods';
  if (scope === 'VolumeAttributesClass') return /storage|persistentvolumeclaims/.test(resource);
  return resource === 'pods' || COMPUTING.test(resource) || resource.includes('hugepages-');
}

function conflicts(scopes: readonly string[], path: string, shown: unknown): FieldError[] {
  return CONFLICTS.filter((pair) => pair.every((scope) => scopes.includes(scope))).map(() =>
    invalidValue(path, shown, 'conflicting scopes'),
  );
}

function validateScopeSelector(spec: Fields): FieldError[] {
  const path = 'spec.scopeSelector.matchExpressions';
  const requirements = objects(spec, 'scopeSelector', 'matchExpressions');
  const errors = requirements.flatMap((requirement) => {
    const [scope, operator] = [text(requirement, 'scopeName'), text(requirement, 'operator')];
    const wrong: FieldError[] = [];
    if (!SCOPES.includes(scope)) wrong.push(invalidValue(`${path}.scopeName`, scope, 'unsupported scope'));
    if (EXISTENCE_SCOPES.includes(scope) && operator !== 'Exists') {
      const why =
        "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
      wrong.push(invalidValue(`${path}.operator`, operator, why));
    }
    return [...wrong, ...validateOperator(requirement, operator, path)];
  });
  return [
    ...errors,
    ...conflicts(
      requirements.map((it) => text(it, 'scopeName')),
      path,
      spec.scopes ?? null,
    ),
  ];
}

function validateOperator(requirement: unknown, operator: string, path: string): FieldError[] {
  const values = list(requirement, 'values');
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length > 0) return [];
    const why = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
    return [required(`${path}.values`, why)];
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length === 0) return [];
    const why = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
    return [invalidValue(`${path}.values`, values, why)];
  }
  return [invalidValue(`${path}.operator`, operator, 'not a valid selector operator')];
}
