/** Source: k8s.io/kubernetes/pkg/apis/apps/validation. */
import type { Strategy } from '../../registry/strategy.ts';
import { required } from '../../validation/field-error.ts';
import { get } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { validateNonnegative } from '../numbers.ts';
import { validateImmutable } from './workload.ts';

export const controllerRevisionStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: false,
  validate: (revision) => [
    ...(get(revision, 'data') === undefined ? [required('data', 'data is mandatory')] : []),
    ...validateNonnegative(revision, 'revision', '').map((error) => ({ ...error, field: 'revision' })),
  ],
  validateUpdate: (revision, old) => validateImmutable(revision, old, ['data']),
});
