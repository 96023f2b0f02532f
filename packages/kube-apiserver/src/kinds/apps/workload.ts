/** What the workloads of the group `apps` have in common. Source: k8s.io/kubernetes/pkg/apis/apps/validation. */
import { type FieldError, fieldForbidden, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { isEmptySelector, validateLabelSelector } from '../../validation/label-selector.ts';
import { IMMUTABLE_FIELD, validateTemplateMeta } from '../../validation/object-meta.ts';
import { fields, get, number, optionalFields, sameJson, text } from '../access.ts';
import { validatePodTemplate } from '../core/pod-spec/validate-pod-spec.ts';
import { podWarnings } from '../core/pod-warnings.ts';
import { validateSelectorMatches } from '../selector.ts';

export type WorkloadKind = 'deployment' | 'replicaset' | 'daemonset' | 'statefulset';

/** Selector, template, and how they fit together. */
export function validateWorkload(object: unknown, kind: WorkloadKind): FieldError[] {
  const template = get(object, 'spec', 'template');
  return [
    ...validateSelector(object, kind),
    ...validateSelectorMatches(get(object, 'spec', 'selector'), template, 'spec.template'),
    // Pods of a StatefulSet mount claims that are no volumes of the template, so they are judged one by one.
    ...(kind === 'statefulset'
      ? validateTemplateMeta(template, 'spec.template')
      : validatePodTemplate(template, 'spec.template')),
    ...validateAlwaysRestarts(object, kind),
  ];
}

function validateSelector(object: unknown, kind: WorkloadKind): FieldError[] {
  const selector = optionalFields(object, 'spec', 'selector');
  // Of a missing one a DaemonSet says no more than that it does not match.
  if (selector === undefined) return kind === 'daemonset' ? [] : [required('spec.selector')];
  const errors = validateLabelSelector(selector, 'spec.selector');
  if (isEmptySelector(selector)) {
    const name = kind === 'replicaset' ? 'deployment' : kind;
    errors.push(invalidValue('spec.selector', selector, `empty selector is invalid for ${name}`));
  }
  return errors;
}

function validateAlwaysRestarts(object: unknown, kind: WorkloadKind): FieldError[] {
  const spec = fields(object, 'spec', 'template', 'spec');
  const errors: FieldError[] = [];
  const policy = text(spec, 'restartPolicy');
  if (policy !== 'Always') errors.push(notSupported('spec.template.spec.restartPolicy', policy, ['Always']));
  if (number(spec, 'activeDeadlineSeconds') !== undefined) {
    const path = 'spec.template.spec.activeDeadlineSeconds';
    errors.push(fieldForbidden(path, `activeDeadlineSeconds in ${TITLES[kind]} is not Supported`));
  }
  return errors;
}

const TITLES: Readonly<Record<WorkloadKind, string>> = {
  deployment: 'ReplicaSet',
  replicaset: 'ReplicaSet',
  daemonset: 'DaemonSet',
  statefulset: 'StatefulSet',
};

/** @param path of a field of the object; what is absent equals what is empty */
export function validateImmutable(object: unknown, old: unknown, path: readonly string[]): FieldError[] {
  const value = get(object, ...path);
  return sameJson(value, get(old, ...path)) ? [] : [invalidValue(path.join('.'), value ?? null, IMMUTABLE_FIELD)];
}

/** Of the template, when it is new or another than before. */
export function templateWarnings(object: unknown, old: unknown): string[] {
  const template = get(object, 'spec', 'template');
  if (old !== undefined && sameJson(template, get(old, 'spec', 'template'))) return [];
  return podWarnings(template, 'spec.template');
}
