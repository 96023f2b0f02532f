/** Source: k8s.io/kubernetes/pkg/apis/core and pkg/registry/core/namespace. */
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, invalidValue } from '../../validation/field-error.ts';
import { labelName, qualifiedName } from '../../validation/names.ts';
import { ensure, get, text, texts } from '../access.ts';
import { builtIn } from '../built-in.ts';

const NAME_LABEL = 'kubernetes.io/metadata.name';
/** Removed when nothing is left in the namespace. */
const FINALIZER = 'kubernetes';

export const namespaceStrategy: Strategy = builtIn({
  namespaced: false,
  nameRule: labelName,
  countsGenerations: false,
  initialStatus: { phase: 'Active' },
  default(namespace) {
    ensure(namespace, 'spec');
    labelWithName(namespace);
  },
  prepareForCreate(namespace) {
    // Names may have been made up in between.
    labelWithName(namespace);
    const spec = ensure(namespace, 'spec');
    const finalizers = texts(spec, 'finalizers');
    if (spec !== undefined && !finalizers.includes(FINALIZER)) spec.finalizers = [...finalizers, FINALIZER];
  },
  prepareForUpdate(namespace, old) {
    // Finalizers change by the subresource alone.
    const spec = ensure(namespace, 'spec');
    if (spec !== undefined) spec.finalizers = texts(old, 'spec', 'finalizers');
  },
  validate: (namespace) => validateNamespaceFinalizers(namespace),
  validateStatusUpdate(namespace) {
    const phase = text(namespace, 'status', 'phase');
    const deleted = get(namespace, 'metadata', 'deletionTimestamp') !== undefined;
    const expected = deleted ? 'Terminating' : 'Active';
    if (phase === expected) return [];
    const why = deleted
      ? "may only be 'Terminating' if `deletionTimestamp` is not empty"
      : "may only be 'Active' if `deletionTimestamp` is empty";
    return [invalidValue('status.Phase', phase, why)];
  },
  selectable: ['status.phase', 'name'],
  selectableFields: (namespace) => ({
    'status.phase': text(namespace, 'status', 'phase'),
    name: text(namespace, 'metadata', 'name'),
  }),
});

/** Also for the subresource `finalize`. */
function validateNamespaceFinalizers(namespace: unknown): FieldError[] {
  return texts(namespace, 'spec', 'finalizers').flatMap((finalizer) => {
    const errors = qualifiedName(finalizer).map((problem) => invalidValue('spec.finalizers', finalizer, problem));
    if (
      !finalizer.includes('/') &&
      finalizer !== FINALIZER &&
      finalizer !== 'orphan' &&
      finalizer !== 'foregroundDeletion'
    ) {
      const why = 'name is neither a standard finalizer name nor is it fully qualified';
      errors.push(invalidValue('spec.finalizers', finalizer, why));
    }
    return errors;
  });
}

function labelWithName(namespace: KubeObject): void {
  const name = text(namespace, 'metadata', 'name');
  const metadata = ensure(namespace, 'metadata');
  const labels = metadata && name !== '' ? ensure(metadata, 'labels') : undefined;
  if (labels !== undefined) labels[NAME_LABEL] = name;
}
