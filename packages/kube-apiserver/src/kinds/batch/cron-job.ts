/** Source: k8s.io/kubernetes/pkg/apis/batch. */
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { maxLengthError } from '../../validation/names.ts';
import { ensure, fields, fill, fillZero, flag, get, optionalText, sameJson, text } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { oneOf } from '../core/pod-spec/validate-containers.ts';
import { podWarnings } from '../core/pod-warnings.ts';
import { validateNonnegative } from '../numbers.ts';
import { scheduleProblem } from './cron-schedule.ts';
import { defaultJobPods, validateJobSpec } from './job-spec.ts';

/** What a job's name adds to it has 11 characters. */
const LONGEST_NAME = 52;

export const cronJobStrategy: Strategy = builtIn({
  namespaced: true,
  initialStatus: {},
  default(schedule) {
    const spec = ensure(schedule, 'spec');
    if (spec === undefined) return;
    fillZero(spec, { concurrencyPolicy: 'Allow' });
    fill(spec, { suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 });
    const template = ensure(spec, 'jobTemplate');
    if (template === undefined) return;
    ensure(template, 'metadata');
    const job = ensure(template, 'spec');
    if (job !== undefined) defaultJobPods(job);
  },
  validate(schedule, _context, old) {
    const spec = fields(schedule, 'spec');
    const name = text(schedule, 'metadata', 'name');
    return [
      ...validateSchedule(spec),
      ...validateNonnegative(spec, 'startingDeadlineSeconds', 'spec'),
      ...oneOf(spec, 'concurrencyPolicy', ['Allow', 'Forbid', 'Replace'], 'spec'),
      ...validateTemplate(schedule),
      ...validateNonnegative(spec, 'successfulJobsHistoryLimit', 'spec'),
      ...validateNonnegative(spec, 'failedJobsHistoryLimit', 'spec'),
      ...(old === undefined && name.length > LONGEST_NAME
        ? [invalidValue('metadata.name', name, maxLengthError(LONGEST_NAME))]
        : []),
    ];
  },
  warnings(schedule, old) {
    const template = get(schedule, 'spec', 'jobTemplate', 'spec', 'template');
    if (old !== undefined && sameJson(template, get(old, 'spec', 'jobTemplate', 'spec', 'template'))) return [];
    return podWarnings(template, 'spec.jobTemplate.spec.template');
  },
});

function validateSchedule(spec: unknown): FieldError[] {
  const path = 'spec.schedule';
  const schedule = text(spec, 'schedule');
  const errors: FieldError[] = [];
  if (schedule === '') errors.push(required(path));
  else if (schedule.includes('TZ')) {
    errors.push(invalidValue(path, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'));
  } else {
    const problem = scheduleProblem(schedule);
    if (problem !== undefined) errors.push(invalidValue(path, schedule, problem));
  }
  return [...errors, ...validateTimeZone(optionalText(spec, 'timeZone'))];
}

function validateTimeZone(zone: string | undefined): FieldError[] {
  const path = 'spec.timeZone';
  if (zone === undefined) return [];
  if (zone === '') return [invalidValue(path, zone, 'timeZone must be nil or non-empty string')];
  if (zone.toLowerCase() === 'local') {
    return [
      invalidValue(path, zone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'),
    ];
  }
  return isTimeZone(zone) ? [] : [invalidValue(path, zone, `unknown time zone ${zone}`)];
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone.split('/').every((part) => /^[A-Za-z._0-9+][A-Za-z.\-_0-9+]{0,13}$/.test(part));
  } catch {
    return false;
  }
}

function validateTemplate(schedule: KubeObject): FieldError[] {
  const path = 'spec.jobTemplate.spec';
  const spec = fields(schedule, 'spec', 'jobTemplate', 'spec');
  const errors = validateJobSpec(spec, path);
  const selector = get(spec, 'selector');
  if (selector !== undefined) {
    errors.push(invalidValue(`${path}.selector`, selector, '`selector` will be auto-generated'));
  }
  if (flag(spec, 'manualSelector')) errors.push(notSupported(`${path}.manualSelector`, true, ['nil', 'false']));
  return errors;
}
