/** Kept as events of the core group. Source: k8s.io/kubernetes/pkg/apis/core/validation and pkg/registry/core/event. */
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, invalidValue, required } from '../../validation/field-error.ts';
import { ensure, fields, fill, text } from '../access.ts';
import { builtIn } from '../built-in.ts';

const HOUR = 60 * 60 * 1000;
const REFERENCE = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];

export const eventStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: false,
  createsOnUpdate: true,
  lifetime: HOUR,
  default(event) {
    ensure(event, 'involvedObject');
    ensure(event, 'source');
    fill(event, { reportingComponent: '', reportingInstance: '' });
  },
  validate: validateEvent,
  // Both groups call the same by names of their own.
  selectable: [
    ...REFERENCE.flatMap((name) => [`involvedObject.${name}`, `regarding.${name}`]),
    'reason',
    'reportingComponent',
    'reportingController',
    'source',
    'type',
  ],
  selectableFields(event) {
    const object = fields(event, 'involvedObject');
    const reporter = text(event, 'reportingComponent');
    const references = REFERENCE.flatMap((name) => [
      [`involvedObject.${name}`, text(object, name)],
      [`regarding.${name}`, text(object, name)],
    ]);
    return {
      ...Object.fromEntries(references),
      reason: text(event, 'reason'),
      reportingComponent: reporter,
      reportingController: reporter,
      source: text(event, 'source', 'component') || reporter,
      type: text(event, 'type'),
    };
  },
});

function validateEvent(event: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  const namespace = text(event, 'metadata', 'namespace');
  const involved = text(event, 'involvedObject', 'namespace');
  // What stands in no namespace is reported in the default one, or in that of the system.
  const allowed = involved === '' ? namespace === 'default' || namespace === 'kube-system' : involved === namespace;
  if (!allowed) {
    errors.push(invalidValue('involvedObject.namespace', involved, 'does not match event.namespace'));
  }
  if (text(event, 'eventTime') === '') return errors;
  for (const [name, field] of [
    ['reportingComponent', 'reportingController'],
    ['reportingInstance', 'reportingInstance'],
    ['action', 'action'],
    ['reason', 'reason'],
  ] as const) {
    if (text(event, name) === '') errors.push(required(field));
  }
  return errors;
}
