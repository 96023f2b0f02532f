/** Source: k8s.io/kubernetes/pkg/apis/node/validation. */
import type { Strategy } from '../../registry/strategy.ts';
import { invalidValue, required } from '../../validation/field-error.ts';
import { validateLabels } from '../../validation/label-selector.ts';
import { dnsLabel } from '../../validation/names.ts';
import { get, optionalFields, text } from '../access.ts';
import { validateImmutable } from '../apps/workload.ts';
import { builtIn } from '../built-in.ts';
import { validateTolerations } from '../core/pod-spec/validate-scheduling.ts';
import { canonicalizeQuantities, validateContainerResources } from '../resource-list.ts';

export const runtimeClassStrategy: Strategy = builtIn({
  namespaced: false,
  countsGenerations: false,
  requiresVersionOnUpdate: true,
  default: (item) => canonicalizeQuantities(optionalFields(item, 'overhead', 'podFixed')),
  validate(item) {
    const handler = text(item, 'handler');
    return [
      ...(handler === ''
        ? [required('handler')]
        : dnsLabel(handler).map((problem) => invalidValue('handler', handler, problem))),
      ...validateContainerResources({ limits: get(item, 'overhead', 'podFixed') }, 'overhead'),
      ...validateLabels(get(item, 'scheduling', 'nodeSelector'), 'scheduling.nodeSelector'),
      ...validateTolerations(get(item, 'scheduling'), 'scheduling'),
    ];
  },
  validateUpdate: (item, old) => validateImmutable(item, old, ['handler']),
});
