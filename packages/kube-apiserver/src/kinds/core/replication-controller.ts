/** The older kind of ReplicaSet, without expressions in its selector. Source: k8s.io/kubernetes/pkg/apis/core. */
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, fieldForbidden, notSupported, required } from '../../validation/field-error.ts';
import { copy, ensure, fields, fill, get, number, optionalFields, text } from '../access.ts';
import { templateWarnings } from '../apps/workload.ts';
import { builtIn } from '../built-in.ts';
import { validateNonnegative } from '../numbers.ts';
import { validateSelectorMatches } from '../selector.ts';
import { defaultPodTemplate } from './pod-spec/pod-spec-defaults.ts';
import { validatePodTemplate } from './pod-spec/validate-pod-spec.ts';

export const replicationControllerStrategy: Strategy = builtIn({
  namespaced: true,
  initialStatus: { replicas: 0 },
  defaultPropagation: 'orphan',
  default(controller) {
    const spec = ensure(controller, 'spec');
    if (spec === undefined) return;
    fill(spec, { replicas: 1 });
    defaultPodTemplate(spec);
    const labels = optionalFields(spec, 'template', 'metadata', 'labels');
    if (labels === undefined || Object.keys(labels).length === 0) return;
    if (Object.keys(fields(spec, 'selector')).length === 0) spec.selector = copy(labels);
    const metadata = ensure(controller, 'metadata');
    if (metadata !== undefined && Object.keys(fields(metadata, 'labels')).length === 0) metadata.labels = copy(labels);
  },
  validate: validateController,
  warnings: templateWarnings,
  selectable: ['status.replicas'],
  selectableFields: (controller) => ({ 'status.replicas': String(number(controller, 'status', 'replicas') ?? 0) }),
});

function validateController(controller: unknown): FieldError[] {
  const spec = fields(controller, 'spec');
  const errors = [
    ...validateNonnegative(spec, 'minReadySeconds', 'spec'),
    ...validateNonnegative(spec, 'replicas', 'spec'),
  ];
  const selector = fields(spec, 'selector');
  if (Object.keys(selector).length === 0) errors.push(required('spec.selector'));
  const template = get(spec, 'template');
  errors.push(
    ...validateSelectorMatches({ matchLabels: selector }, template, 'spec.template'),
    ...validatePodTemplate(template, 'spec.template'),
  );
  const policy = text(template, 'spec', 'restartPolicy');
  if (policy !== 'Always') errors.push(notSupported('spec.template.spec.restartPolicy', policy, ['Always']));
  if (number(template, 'spec', 'activeDeadlineSeconds') !== undefined) {
    const why = 'activeDeadlineSeconds in ReplicationController is not Supported';
    errors.push(fieldForbidden('spec.template.spec.activeDeadlineSeconds', why));
  }
  return errors;
}
