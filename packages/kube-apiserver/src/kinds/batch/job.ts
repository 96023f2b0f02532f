/** Source: k8s.io/kubernetes/pkg/apis/batch and pkg/registry/batch/job. */
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, invalidValue, required } from '../../validation/field-error.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { dnsLabel } from '../../validation/names.ts';
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
    ...validateHostnames(job),
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
  const name = text(job, 'metadata', 'name');
  const expected: [label: string, value: string][] = [
    ['controller-uid', uid],
    ['job-name', name],
    ['batch.kubernetes.io/controller-uid', uid],
    ['batch.kubernetes.io/job-name', name],
  ];
  const labels = fields(job, 'spec', 'template', 'metadata', 'labels');
  const errors: FieldError[] = uid === '' ? [required('metadata.uid')] : [];
  for (const [label, value] of expected) {
    const path = `spec.template.metadata.labels[${label}]`;
    if (!Object.hasOwn(labels, label)) errors.push(required(path, `must be '${value}'`));
    else if (labels[label] !== value) errors.push(invalidValue(path, labels, `must be '${value}'`));
  }
  const generated = { metadata: { labels: Object.fromEntries(expected) } };
  if (validateSelectorMatches(selector, generated, '').length > 0) {
    errors.push(invalidValue('spec.selector', selector, '`selector` not auto-generated'));
  }
  return errors;
}

function validateSelector(job: KubeObject): FieldError[] {
  const selector = optionalFields(job, 'spec', 'selector');
  return [
    ...(selector === undefined ? [required('spec.selector')] : validateLabelSelector(selector, 'spec.selector')),
    ...validateSelectorMatches(selector, get(job, 'spec', 'template'), 'spec.template'),
  ];
}

/** The names of indexed pods end with the index. */
function validateHostnames(job: KubeObject): FieldError[] {
  const completions = number(job, 'spec', 'completions') ?? 0;
  if (text(job, 'spec', 'completionMode') !== 'Indexed' || completions <= 0) return [];
  const name = text(job, 'metadata', 'name');
  const longest = `${name}-${completions - 1}`;
  if (dnsLabel(longest).length === 0) return [];
  return [invalidValue('metadata.name', name, `will not able to create pod with invalid DNS label: ${longest}`)];
}

const IMMUTABLE = ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'];

function validateUpdate(job: KubeObject, old: KubeObject): FieldError[] {
  const suspended = flag(old, 'spec', 'suspend') && isZero(get(old, 'status', 'startTime'));
  const after = { spec: { template: suspended ? unscheduled(job) : get(job, 'spec', 'template') } };
  const before = { spec: { template: suspended ? unscheduled(old) : get(old, 'spec', 'template') } };
  return [
    ...validateCompletions(job, old),
    ...validateImmutable(job, old, ['spec', 'selector']),
    ...validateImmutable(after, before, ['spec', 'template']),
    ...IMMUTABLE.flatMap((name) => validateImmutable(job, old, ['spec', name])),
  ];
}

/** An indexed job may grow and shrink as a whole. */
function validateCompletions(job: KubeObject, old: KubeObject): FieldError[] {
  const path = ['spec', 'completions'];
  if (text(job, 'spec', 'completionMode') !== 'Indexed') return validateImmutable(job, old, path);
  const completions = get(job, ...path);
  if (completions === undefined || sameJson(completions, get(old, ...path))) return [];
  if (completions === get(job, 'spec', 'parallelism')) return [];
  return [invalidValue('spec.completions', completions, 'can only be modified in tandem with spec.parallelism')];
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
