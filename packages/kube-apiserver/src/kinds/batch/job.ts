/** Source: k8s.io/kubernetes/pkg/apis/batch and pkg/registry/batch/job. */
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, invalidValue, required } from '../../validation/field-error.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import {
  copy,
  ensure,
  type Fields,
  fields,
  fill,
  flag,
  get,
  isZero,
  number,
  optionalFields,
  sameJson,
  text,
} from '../access.ts';
import { templateWarnings, validateImmutable } from '../apps/workload.ts';
import { builtIn } from '../built-in.ts';
import { validateSelectorMatches } from '../selector.ts';
import { defaultJobSpec, validateJobSpec } from './job-spec.ts';

const UID_LABELS = ['batch.kubernetes.io/controller-uid', 'controller-uid'];
const NAME_LABELS = ['batch.kubernetes.io/job-name', 'job-name'];

export const jobStrategy: Strategy = builtIn({
  namespaced: true,
  initialStatus: {},
  // As it was before there was a choice; clients that know of it always say what they want.
  defaultPropagation: 'orphan',
  default(job) {
    const spec = ensure(job, 'spec');
    if (spec === undefined) return;
    defaultJobSpec(spec);
    // A new job takes them over together with those that are made for it.
    if (text(job, 'metadata', 'resourceVersion') !== '') takeLabels(job);
  },
  prepareForCreate(job) {
    if (!flag(job, 'spec', 'manualSelector')) generateSelector(job);
    takeLabels(job);
  },
  validate: (job) => [
    ...validateGenerated(job),
    ...validateJobSpec(get(job, 'spec'), 'spec'),
    ...validateSelector(job),
  ],
  validateUpdate,
  warnings: templateWarnings,
  selectable: ['status.successful'],
  selectableFields: (job) => ({ 'status.successful': String(number(job, 'status', 'succeeded') ?? 0) }),
});

function takeLabels(job: KubeObject): void {
  const labels = fields(job, 'spec', 'template', 'metadata', 'labels');
  const metadata = ensure(job, 'metadata');
  if (metadata === undefined || Object.keys(labels).length === 0) return;
  if (Object.keys(fields(metadata, 'labels')).length === 0) metadata.labels = copy(labels);
}

/** Picks pods by the identity of the job, so that no two jobs share any. */
function generateSelector(job: KubeObject): void {
  const spec = optionalFields(job, 'spec');
  const template = optionalFields(spec, 'template');
  const metadata = template && ensure(template, 'metadata');
  const labels = metadata && ensure(metadata, 'labels');
  if (spec === undefined || labels === undefined) return;
  const uid = text(job, 'metadata', 'uid');
  fill(labels, Object.fromEntries(UID_LABELS.map((name) => [name, uid])));
  fill(labels, Object.fromEntries(NAME_LABELS.map((name) => [name, text(job, 'metadata', 'name')])));
  const selector = ensure(spec, 'selector');
  const matched = selector && ensure(selector, 'matchLabels');
  if (matched !== undefined) fill(matched, { [UID_LABELS[0] ?? '']: uid });
}

/** Labels and selector are the ones that the server makes, unless the client asked to make its own. */
function validateGenerated(job: KubeObject): FieldError[] {
  const selector = optionalFields(job, 'spec', 'selector');
  if (flag(job, 'spec', 'manualSelector') || selector === undefined) return [];
  const uid = text(job, 'metadata', 'uid');
  const expected: [name: string, value: string][] = [
    ...UID_LABELS.map((name): [string, string] => [name, uid]),
    ...NAME_LABELS.map((name): [string, string] => [name, text(job, 'metadata', 'name')]),
  ];
  const labels = fields(job, 'spec', 'template', 'metadata', 'labels');
  const errors: FieldError[] = uid === '' ? [required('metadata.uid')] : [];
  for (const [name, value] of expected) {
    const path = `spec.template.metadata.labels[${name}]`;
    if (!Object.hasOwn(labels, name)) errors.push(required(path, `must be '${value}'`));
    else if (labels[name] !== value) errors.push(invalidValue(path, labels, `must be '${value}'`));
  }
  const generated = { metadata: { labels: Object.fromEntries(expected) } };
  if (validateSelectorMatches(selector, generated, '').length > 0) {
    errors.push(invalidValue('spec.selector', selector, '`selector` not auto-generated'));
  }
  return errors;
}

function validateSelector(job: KubeObject): FieldError[] {
  const selector = optionalFields(job, 'spec', 'selector');
  if (selector === undefined) return [required('spec.selector')];
  return [
    ...validateLabelSelector(selector, 'spec.selector'),
    ...validateSelectorMatches(selector, get(job, 'spec', 'template'), 'spec.template'),
  ];
}

const IMMUTABLE = [
  'selector',
  'completionMode',
  'podFailurePolicy',
  'backoffLimitPerIndex',
  'managedBy',
  'successPolicy',
];

function validateUpdate(job: KubeObject, old: KubeObject): FieldError[] {
  const errors = IMMUTABLE.flatMap((name) => validateImmutable(job, old, ['spec', name]));
  const indexed = text(job, 'spec', 'completionMode') === 'Indexed';
  const [completions, parallelism] = [get(job, 'spec', 'completions'), get(job, 'spec', 'parallelism')];
  if (!sameJson(completions, get(old, 'spec', 'completions')) && !(indexed && completions === parallelism)) {
    errors.unshift(...validateImmutable(job, old, ['spec', 'completions']));
  }
  const suspended = flag(old, 'spec', 'suspend') && isZero(get(old, 'status', 'startTime'));
  const after = { spec: { template: suspended ? unscheduled(job) : get(job, 'spec', 'template') } };
  const before = { spec: { template: suspended ? unscheduled(old) : get(old, 'spec', 'template') } };
  return [...errors, ...validateImmutable(after, before, ['spec', 'template'])];
}

/** The template without what may change before the job starts. */
function unscheduled(job: KubeObject): Fields {
  const template = { ...fields(job, 'spec', 'template') };
  const metadata = { ...fields(template, 'metadata') };
  const spec = { ...fields(template, 'spec') };
  for (const name of ['annotations', 'labels']) delete metadata[name];
  for (const name of ['nodeSelector', 'affinity', 'tolerations', 'schedulingGates']) delete spec[name];
  return { ...template, metadata, spec };
}
