/** What may change in a pod that exists. Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import type { KubeObject } from '@luban/kube';
import { type FieldError, fieldForbidden, invalidValue } from '../../validation/field-error.ts';
import { rangeError } from '../../validation/names.ts';
import { copy, type Fields, fields, isFields, itemsOf, list, number, objects, sameJson, text } from '../access.ts';

const UPDATABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');
const LARGEST_INT32 = 2 ** 31 - 1;

export function validatePodUpdate(pod: KubeObject, old: KubeObject): FieldError[] {
  const [after, before] = [fields(pod, 'spec'), fields(old, 'spec')];
  for (const name of ['containers', 'initContainers']) {
    if (list(after, name).length !== list(before, name).length) {
      return [fieldForbidden(`spec.${name}`, 'pod updates may not add or remove containers')];
    }
  }
  const errors = [
    ...validateDeadline(after, before),
    ...validateAddedTolerations(after, before),
    ...validateRemovedGates(after, before),
  ];
  if (!sameJson(withOldValues(after, before), before)) {
    errors.push(fieldForbidden('spec', `pod updates may not change fields other than ${UPDATABLE}`));
  }
  return errors;
}

/** The new spec with the old values of what may change. */
function withOldValues(after: Fields, before: Fields): Fields {
  const masked: Fields = { ...after };
  for (const name of ['containers', 'initContainers']) {
    const olds = list(before, name);
    masked[name] = list(after, name).map((container, index) => {
      const image = text(olds[index], 'image');
      return isFields(container) ? { ...container, image } : container;
    });
  }
  for (const name of ['activeDeadlineSeconds', 'schedulingGates', 'tolerations']) masked[name] = copy(before[name]);
  if ((number(before, 'terminationGracePeriodSeconds') ?? 0) < 0 && masked.terminationGracePeriodSeconds === 1) {
    masked.terminationGracePeriodSeconds = before.terminationGracePeriodSeconds;
  }
  // A pod that waits at gates may still be told where to go.
  if (list(before, 'schedulingGates').length > 0) {
    masked.nodeSelector = before.nodeSelector;
    masked.affinity = before.affinity;
  }
  return masked;
}

function validateDeadline(after: Fields, before: Fields): FieldError[] {
  const path = 'spec.activeDeadlineSeconds';
  const [deadline, previous] = [number(after, 'activeDeadlineSeconds'), number(before, 'activeDeadlineSeconds')];
  if (deadline === undefined) {
    return previous === undefined
      ? []
      : [invalidValue(path, null, 'must not update from a positive integer to nil value')];
  }
  if (deadline < 0 || deadline > LARGEST_INT32) return [invalidValue(path, deadline, rangeError(0, LARGEST_INT32))];
  if (previous !== undefined && previous < deadline) {
    return [invalidValue(path, deadline, 'must be less than or equal to previous value')];
  }
  return [];
}

function validateAddedTolerations(after: Fields, before: Fields): FieldError[] {
  const added = objects(after, 'tolerations');
  const kept = objects(before, 'tolerations').every((old) =>
    added.some((toleration) => sameJson({ ...old, tolerationSeconds: toleration.tolerationSeconds }, toleration)),
  );
  if (!kept) {
    const why = 'existing toleration can not be modified except its tolerationSeconds';
    return [fieldForbidden('spec.tolerations', why)];
  }
  return [];
}

function validateRemovedGates(after: Fields, before: Fields): FieldError[] {
  const known = new Set(objects(before, 'schedulingGates').map((gate) => text(gate, 'name')));
  return itemsOf(after, 'schedulingGates', 'spec').flatMap(({ value: gate, path }) => {
    const name = text(gate, 'name');
    if (known.has(name)) return [];
    return [fieldForbidden(`${path}.name`, `only deletion is allowed, but found new scheduling gate '${name}'`)];
  });
}
