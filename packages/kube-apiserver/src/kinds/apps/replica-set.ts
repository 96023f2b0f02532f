/** Source: k8s.io/kubernetes/pkg/apis/apps. */
import type { Strategy } from '../../registry/strategy.ts';
import { ensure, fields, fill, number } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { defaultPodTemplate } from '../core/pod-spec/pod-spec-defaults.ts';
import { validateNonnegative } from '../numbers.ts';
import { templateWarnings, validateImmutable, validateWorkload } from './workload.ts';

export const replicaSetStrategy: Strategy = builtIn({
  namespaced: true,
  initialStatus: { replicas: 0 },
  default(set) {
    const spec = ensure(set, 'spec');
    if (spec === undefined) return;
    fill(spec, { replicas: 1 });
    defaultPodTemplate(spec);
  },
  validate(set) {
    const spec = fields(set, 'spec');
    return [
      ...validateNonnegative(spec, 'replicas', 'spec'),
      ...validateNonnegative(spec, 'minReadySeconds', 'spec'),
      ...validateWorkload(set, 'replicaset'),
    ];
  },
  validateUpdate: (set, old) => validateImmutable(set, old, ['spec', 'selector']),
  warnings: templateWarnings,
  selectable: ['status.replicas'],
  selectableFields: (set) => ({ 'status.replicas': String(number(set, 'status', 'replicas') ?? 0) }),
});
