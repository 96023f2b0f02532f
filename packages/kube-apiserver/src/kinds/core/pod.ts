/** Pods and templates of pods. Source: k8s.io/kubernetes/pkg/registry/core/pod. */
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, fieldForbidden, invalidValue } from '../../validation/field-error.ts';
import {
  copy,
  ensure,
  type Fields,
  fields,
  fill,
  flag,
  get,
  list,
  number,
  objects,
  optionalFields,
  put,
  text,
} from '../access.ts';
import { builtIn } from '../built-in.ts';
import { quantities, shownQuantity } from '../resource-list.ts';
import { qualityOfService } from './pod-quality.ts';
import { defaultPodSpec, defaultPodTemplate } from './pod-spec/pod-spec-defaults.ts';
import { validatePodSpec, validatePodTemplate } from './pod-spec/validate-pod-spec.ts';
import { validatePodUpdate } from './pod-update.ts';
import { podWarnings } from './pod-warnings.ts';

export const podStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: true,
  default(pod) {
    const spec = ensure(pod, 'spec');
    if (spec === undefined) return;
    defaultPodSpec(spec);
    for (const name of ['containers', 'initContainers']) objects(spec, name).forEach(requestLimits);
    defaultPodRequests(spec);
    fill(spec, { enableServiceLinks: true });
    if (flag(spec, 'hostNetwork')) {
      for (const container of [...objects(spec, 'containers'), ...objects(spec, 'initContainers')]) {
        for (const port of objects(container, 'ports')) {
          if ((number(port, 'hostPort') ?? 0) === 0) port.hostPort = copy(get(port, 'containerPort'));
        }
      }
    }
  },
  prepareForCreate(pod) {
    const gated = list(pod, 'spec', 'schedulingGates').length > 0;
    const status: Fields = { phase: 'Pending', qosClass: qualityOfService(pod.spec) };
    if (gated) {
      status.conditions = [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'SchedulingGated',
          message: 'Scheduling is blocked due to non-empty scheduling gates',
        },
      ];
    }
    pod.status = status;
  },
  validate(pod, _context, old) {
    const errors = validatePodSpec(fields(pod, 'spec'), 'spec', true);
    if (old === undefined && list(pod, 'spec', 'ephemeralContainers').length > 0) {
      errors.push(fieldForbidden('spec.ephemeralContainers', 'cannot be set on create'));
    }
    if (text(pod, 'spec', 'nodeName') !== '' && list(pod, 'spec', 'schedulingGates').length > 0) {
      errors.push(fieldForbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
    }
    return [...errors, ...validateImages(pod)];
  },
  validateUpdate: validatePodUpdate,
  warnings: (pod) => podWarnings(pod, ''),
  selectable: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  selectableFields: (pod) => ({
    'spec.nodeName': text(pod, 'spec', 'nodeName'),
    'spec.restartPolicy': text(pod, 'spec', 'restartPolicy'),
    'spec.schedulerName': text(pod, 'spec', 'schedulerName'),
    'spec.serviceAccountName': text(pod, 'spec', 'serviceAccountName'),
    'spec.hostNetwork': String(flag(pod, 'spec', 'hostNetwork')),
    'status.phase': text(pod, 'status', 'phase'),
    'status.podIP': text(pod, 'status', 'podIP') || text(list(pod, 'status', 'podIPs')[0], 'ip'),
    'status.podIPs': text(pod, 'status', 'podIP'),
    'status.nominatedNodeName': text(pod, 'status', 'nominatedNodeName'),
  }),
  gracePeriod(pod, asked) {
    // Nobody would complete the deletion of what never ran or has ended.
    if (text(pod, 'spec', 'nodeName') === '') return 0;
    const phase = text(pod, 'status', 'phase');
    if (phase === 'Succeeded' || phase === 'Failed') return 0;
    const period = asked ?? number(pod, 'spec', 'terminationGracePeriodSeconds') ?? 0;
    return period < 0 ? 1 : period;
  },
});

export const podTemplateStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: true,
  createsOnUpdate: true,
  default: defaultPodTemplate,
  validate: (object) => validatePodTemplate(get(object, 'template'), 'template'),
  warnings: (object) => podWarnings(get(object, 'template'), 'template'),
});

/** What is limited but not requested is requested. */
function requestLimits(container: Fields): void {
  const resources = ensure(container, 'resources');
  const limits = Object.entries(fields(resources, 'limits'));
  if (resources === undefined || limits.length === 0) return;
  const requests = ensure(resources, 'requests');
  if (requests === undefined) return;
  for (const [name, limit] of limits) if (!Object.hasOwn(requests, name)) put(requests, name, copy(limit));
}

/** Limits of the whole pod give it requests: those of its containers together, or else the limit. */
function defaultPodRequests(spec: Fields): void {
  const resources = optionalFields(spec, 'resources');
  const limits = quantities(resources, 'limits');
  if (resources === undefined || limits.size === 0) return;
  const requests = ensure(resources, 'requests');
  if (requests === undefined) return;
  for (const name of ['cpu', 'memory']) {
    const parts = objects(spec, 'containers').flatMap((it) => quantities(it, 'resources', 'requests').get(name) ?? []);
    const [first] = parts;
    if (first === undefined || Object.hasOwn(requests, name)) continue;
    const nano = parts.reduce((sum, part) => sum + part.nano, 0n);
    requests[name] = shownQuantity({ nano, format: first.format });
  }
  for (const [name, limit] of limits) {
    if (!Object.hasOwn(requests, name)) put(requests, name, shownQuantity(limit));
  }
}

function validateImages(pod: KubeObject): FieldError[] {
  return ['containers', 'initContainers'].flatMap((name) =>
    objects(pod, 'spec', name).flatMap((container, index) => {
      const image = text(container, 'image');
      if (image === image.trim()) return [];
      return [invalidValue(`spec.${name}[${index}].image`, image, 'must not have leading or trailing whitespace')];
    }),
  );
}
