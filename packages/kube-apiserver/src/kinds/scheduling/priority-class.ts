/** Source: k8s.io/kubernetes/pkg/apis/scheduling/validation. */
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, fieldForbidden } from '../../validation/field-error.ts';
import { fill, flag, number, text } from '../access.ts';
import { validateImmutable } from '../apps/workload.ts';
import { builtIn } from '../built-in.ts';
import { oneOf } from '../core/pod-spec/validate-containers.ts';

const SYSTEM = new Map([
  ['system-node-critical', 2_000_001_000],
  ['system-cluster-critical', 2_000_000_000],
]);
const HIGHEST = 1_000_000_000;

export const priorityClassStrategy: Strategy = builtIn({
  namespaced: false,
  countsGenerations: true,
  createsOnUpdate: true,
  default(item) {
    fill(item, { value: 0, preemptionPolicy: 'PreemptLowerPriority' });
  },
  validate(item) {
    const errors = validateValue(item);
    const wrong = oneOf(item, 'preemptionPolicy', ['PreemptLowerPriority', 'Never'], '');
    return [...errors, ...wrong.map((error) => ({ ...error, field: 'preemptionPolicy' }))];
  },
  validateUpdate: (item, old) => [
    ...(number(item, 'value') === number(old, 'value')
      ? []
      : [fieldForbidden('value', 'may not be changed in an update.')]),
    ...validateImmutable(item, old, ['preemptionPolicy']),
  ],
});

function validateValue(item: KubeObject): FieldError[] {
  const name = text(item, 'metadata', 'name');
  const value = number(item, 'value') ?? 0;
  if (!name.startsWith('system-')) {
    if (value <= HIGHEST) return [];
    return [fieldForbidden('value', `maximum allowed value of a user defined priority is ${HIGHEST}`)];
  }
  const problem = systemProblem(item, name, value);
  if (problem === undefined) return [];
  const why = `priority class names with 'system-' prefix are reserved for system use only. error: ${problem}`;
  return [fieldForbidden('metadata.name', why)];
}

function systemProblem(item: KubeObject, name: string, value: number): string | undefined {
  const expected = SYSTEM.get(name);
  if (expected === undefined) return `${name} is not a known system priority class`;
  if (value !== expected) return `value of ${name} PriorityClass must be ${expected}`;
  return flag(item, 'globalDefault') ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}
