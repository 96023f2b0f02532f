/** The part of jobs that schedules share with them. Source: k8s.io/kubernetes/pkg/apis/batch. */
import { type FieldError, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { type Fields, fill, fillZero, get, number, objects, optionalText, text } from '../access.ts';
import { defaultPodTemplate } from '../core/pod-spec/pod-spec-defaults.ts';
import { validatePodTemplate } from '../core/pod-spec/validate-pod-spec.ts';
import { validateNonnegative } from '../numbers.ts';
import { validatePodFailurePolicy, validateSuccessPolicy } from './job-policies.ts';

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
    ...validatePodFailurePolicy(spec, path),
    ...validateSuccessPolicy(spec, path),
    ...validateReplacement(spec, `${path}.podReplacementPolicy`),
    ...validatePodTemplate(get(spec, 'template'), `${path}.template`),
    ...validateRestartPolicy(spec, `${path}.template.spec.restartPolicy`),
  ];
}

const MOST_PARALLEL = 100_000;

function validateMode(spec: unknown, path: string): FieldError[] {
  const mode = optionalText(spec, 'completionMode');
  const errors: FieldError[] = [];
  const [limit, failed] = [number(spec, 'backoffLimitPerIndex'), number(spec, 'maxFailedIndexes')];
  if (failed !== undefined && limit === undefined) {
    errors.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'));
  }
  if (mode !== undefined && mode !== 'Indexed' && mode !== 'NonIndexed') {
    return [...errors, notSupported(`${path}.completionMode`, mode, ['NonIndexed', 'Indexed'])];
  }
  if (mode !== 'Indexed') {
    for (const [name, value] of [
      ['backoffLimitPerIndex', limit],
      ['maxFailedIndexes', failed],
    ] as const) {
      if (value !== undefined) errors.push(invalidValue(`${path}.${name}`, value, 'requires indexed completion mode'));
    }
    return errors;
  }
  const [completions, parallelism] = [number(spec, 'completions'), number(spec, 'parallelism') ?? 0];
  if (completions === undefined) errors.push(required(`${path}.completions`, 'when completion mode is Indexed'));
  if (parallelism > MOST_PARALLEL) {
    const why = `must be less than or equal to ${MOST_PARALLEL} when completion mode is Indexed`;
    errors.push(invalidValue(`${path}.parallelism`, parallelism, why));
  }
  if (completions !== undefined && failed !== undefined && failed > completions) {
    errors.push(invalidValue(`${path}.maxFailedIndexes`, failed, 'must be less than or equal to completions'));
  }
  return errors;
}

function validateReplacement(spec: unknown, path: string): FieldError[] {
  const policy = optionalText(spec, 'podReplacementPolicy');
  if (policy === undefined) return [];
  const supported = get(spec, 'podFailurePolicy') === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed'];
  return supported.includes(policy) ? [] : [notSupported(path, policy, supported)];
}

/** Pods without a policy restart always, which a job's may not. */
function validateRestartPolicy(spec: unknown, path: string): FieldError[] {
  const policy = text(spec, 'template', 'spec', 'restartPolicy');
  if (policy === 'OnFailure' && get(spec, 'podFailurePolicy') !== undefined) {
    return [invalidValue(path, policy, 'only "Never" is supported when podFailurePolicy is specified')];
  }
  if (policy === 'OnFailure' || policy === 'Never') return [];
  if (policy === '' || policy === 'Always') return [required(path, 'valid values: "OnFailure", "Never"')];
  return [notSupported(path, policy, ['OnFailure', 'Never'])];
}
