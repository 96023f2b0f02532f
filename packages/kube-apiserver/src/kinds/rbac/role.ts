/** Source: k8s.io/kubernetes/pkg/apis/rbac/validation. */
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, invalidValue, required } from '../../validation/field-error.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { pathName } from '../../validation/names.ts';
import { itemsOf, list, optionalFields } from '../access.ts';
import { builtIn } from '../built-in.ts';

export const roleStrategy: Strategy = builtIn({
  namespaced: true,
  nameRule: pathName,
  countsGenerations: false,
  createsOnUpdate: true,
  validate: (role) => validateRules(role, true),
});

export const clusterRoleStrategy: Strategy = builtIn({
  namespaced: false,
  nameRule: pathName,
  countsGenerations: false,
  createsOnUpdate: true,
  validate(role) {
    const errors = validateRules(role, false);
    const aggregation = optionalFields(role, 'aggregationRule');
    if (aggregation === undefined) return errors;
    const path = 'aggregationRule.clusterRoleSelectors';
    const selectors = list(aggregation, 'clusterRoleSelectors');
    if (selectors.length === 0) {
      const why = 'at least one clusterRoleSelector required if aggregationRule is non-nil';
      errors.push(required(path, why));
    }
    return [...errors, ...selectors.flatMap((selector, index) => validateLabelSelector(selector, `${path}[${index}]`))];
  },
});

function validateRules(role: KubeObject, namespaced: boolean): FieldError[] {
  return itemsOf(role, 'rules', '').flatMap(({ value: rule, path }) => {
    const count = (name: string) => list(rule, name).length;
    const errors: FieldError[] = [];
    if (count('verbs') === 0) errors.push(required(`${path}.verbs`, 'verbs must contain at least one value'));
    if (count('nonResourceURLs') > 0) {
      const at = `${path}.nonResourceURLs`;
      const urls = rule.nonResourceURLs;
      if (namespaced) errors.push(invalidValue(at, urls, 'namespaced rules cannot apply to non-resource URLs'));
      if (count('apiGroups') > 0 || count('resources') > 0 || count('resourceNames') > 0) {
        const why = 'rules cannot apply to both regular resources and non-resource URLs';
        errors.push(invalidValue(at, urls, why));
      }
      return errors;
    }
    if (count('apiGroups') === 0) {
      errors.push(required(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
    }
    if (count('resources') === 0) {
      errors.push(required(`${path}.resources`, 'resource rules must supply at least one resource'));
    }
    return errors;
  });
}
