/** The part of jobs that schedules share with them. Source: k8s.io/kubernetes/pkg/apis/batch. */
import { type FieldError, notSupported, required } from '../../validation/field-error.ts';
import { type Fields, fill, fillZero, get, number, objects, optionalText, text } from '../access.ts';
import { defaultPodTemplate } from '../core/pod-spec/pod-spec-defaults.ts';
import { validatePodTemplate } from '../core/pod-spec/validate-pod-spec.ts';
import { validateNonnegative } from '../numbers.ts';

const LARGEST_INT32 = 2 ** 31 - 1;

/** What a job gets; the template of a schedule gets the pod's part alone. */
export function defaultJobSpec(spec: Fields): void {
  if (get(spec, 'completions') === undefined && get(spec, 'parallelism') === undefined) spec.completions = 1;
  fill(spec, {
    parallelism: 1,
    backoffLimit: get(spec, 'backoffLimitPerIndex') === undefined ? 6 : LARGEST_INT32,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: get(spec, 'podFailurePolicy') === undefined ? 'TerminatingOrFailed' : 'Failed',
    manualSelector: false,
  });
  defaultJobPods(spec);
}

export function defaultJobPods(spec: Fields): void {
  defaultPodTemplate(spec);
  for (const rule of objects(spec, 'podFailurePolicy', 'rules')) {
    for (const condition of objects(rule, 'onPodConditions')) fillZero(condition, { status: 'True' });
  }
}

const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
];

export function validateJobSpec(spec: unknown, path: string): FieldError[] {
  return [
    ...COUNTS.flatMap((name) => validateNonnegative(spec, name, path)),
    ...validateMode(spec, path),
    ...validatePodTemplate(get(spec, 'template'), `${path}.template`),
    ...validateRestartPolicy(spec, `${path}.template.spec.restartPolicy`),
  ];
}

function validateMode(spec: unknown, path: string): FieldError[] {
  const mode = optionalText(spec, 'completionMode');
  if (mode === undefined) return [];
  if (mode !== 'Indexed' && mode !== 'NonIndexed') {
    return [notSupported(`${path}.completionMode`, mode, ['Indexed', 'NonIndexed'])];
  }
  if (mode === 'Indexed' && number(spec, 'completions') === undefined) {
    return [required(`${path}.completions`, 'when completion mode is Indexed')];
  }
  return [];
}

/** Pods without a policy restart always, which a job's may not. */
function validateRestartPolicy(spec: unknown, path: string): FieldError[] {
  const policy = text(spec, 'template', 'spec', 'restartPolicy');
  if (policy === 'OnFailure' || policy === 'Never') return [];
  if (policy === '' || policy === 'Always') return [required(path, 'valid values: "OnFailure", "Never"')];
  return [notSupported(path, policy, ['OnFailure', 'Never'])];
}
