/** Source: k8s.io/kubernetes/pkg/apis/policy/validation. */
import type { Strategy } from '../../registry/strategy.ts';
import { invalidValue, notSupported } from '../../validation/field-error.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { ensure, fields, get, optionalText } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { validateAtMostHundredPercent, validateIntOrPercent } from '../numbers.ts';

export const podDisruptionBudgetStrategy: Strategy = builtIn({
  namespaced: true,
  requiresVersionOnUpdate: true,
  initialStatus: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
  default: (budget) => void ensure(budget, 'spec'),
  validate(budget) {
    const spec = fields(budget, 'spec');
    const errors = [];
    const both = get(spec, 'minAvailable') !== undefined && get(spec, 'maxUnavailable') !== undefined;
    if (both) errors.push(invalidValue('spec', spec, 'minAvailable and maxUnavailable cannot be both set'));
    for (const name of ['minAvailable', 'maxUnavailable']) {
      errors.push(...validateIntOrPercent(get(spec, name), `spec.${name}`));
      errors.push(...validateAtMostHundredPercent(get(spec, name), `spec.${name}`));
    }
    errors.push(...validateLabelSelector(get(spec, 'selector'), 'spec.selector'));
    const policy = optionalText(spec, 'unhealthyPodEvictionPolicy');
    if (policy !== undefined && policy !== 'IfHealthyBudget' && policy !== 'AlwaysAllow') {
      errors.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, ['AlwaysAllow', 'IfHealthyBudget']));
    }
    return errors;
  },
});
