/** Source: k8s.io/kubernetes/pkg/apis/coordination/validation. */
import type { Strategy } from '../../registry/strategy.ts';
import { fieldForbidden } from '../../validation/field-error.ts';
import { ensure, fields, text } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { validateNonnegative, validatePositive } from '../numbers.ts';

export const leaseStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: false,
  createsOnUpdate: true,
  requiresVersionOnUpdate: true,
  default: (lease) => void ensure(lease, 'spec'),
  validate(lease) {
    const spec = fields(lease, 'spec');
    return [
      ...validatePositive(spec, 'leaseDurationSeconds', 'spec'),
      ...validateNonnegative(spec, 'leaseTransitions', 'spec'),
      ...(text(spec, 'preferredHolder') !== '' && text(spec, 'strategy') === ''
        ? [fieldForbidden('spec.preferredHolder', 'may only be specified if `strategy` is defined')]
        : []),
    ];
  },
});
