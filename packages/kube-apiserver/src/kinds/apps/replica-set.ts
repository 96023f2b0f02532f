/** Source: k8s.io/kubernetes/pkg/apis/apps. */
import type { Strategy } from '../../registry/strategy.ts';
import { copy, ensure, fields, fill, number, optionalFields } from '../access.ts';
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
    // Those without labels of their own take the ones of their pods.
    const labels = optionalFields(spec, 'template', 'metadata', 'labels');
    if (labels !== undefined && Object.keys(fields(set, 'metadata', 'labels')).length === 0) {
      const metadata = ensure(set, 'metadata');
      if (metadata !== undefined && Object.keys(labels).length > 0) metadata.labels = copy(labels);
    }
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
