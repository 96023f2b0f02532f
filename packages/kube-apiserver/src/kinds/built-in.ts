/** What all built-in kinds have in common, around what is particular about one. */
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../registry/strategy.ts';
import { type ObjectMetaRules, validateObjectMeta, validateObjectMetaUpdate } from '../validation/object-meta.ts';
import { copy, type Fields, isFields } from './access.ts';

export interface BuiltInKind extends ObjectMetaRules, Strategy {
  /** What status a new object has, for kinds with a status subresource. Absent: no status is put in. */
  readonly initialStatus?: Fields;
}

/**
 * The strategy of a kind: null members count as absent, metadata is checked before all else, and what the kind itself
 * says comes on top.
 */
export function builtIn(kind: BuiltInKind): Strategy {
  const { namespaced, nameRule, initialStatus, ...own } = kind;
  const rules: ObjectMetaRules = nameRule === undefined ? { namespaced } : { namespaced, nameRule };
  return {
    ...own,
    default(draft) {
      dropNulls(draft);
      own.default?.(draft);
    },
    prepareForCreate(draft, context) {
      if (initialStatus !== undefined) draft.status = copy(initialStatus);
      own.prepareForCreate?.(draft, context);
    },
    validate(object, context, old) {
      return [...validateObjectMeta(object, rules), ...(own.validate?.(object, context, old) ?? [])];
    },
    validateUpdate(object, old, context) {
      return [...validateObjectMetaUpdate(object, old), ...(own.validateUpdate?.(object, old, context) ?? [])];
    },
  };
}

/** Kinds of objects that embed JSON in which null means something. */
const FREE_JSON = new Set(['ControllerRevision']);
const DEEPEST = 200;

/** Takes out members that are null, as Go's decoding does. Those in lists stay. */
export function dropNulls(draft: KubeObject): void {
  if (!FREE_JSON.has(draft.kind)) dropNullMembers(draft, 0);
}

function dropNullMembers(value: unknown, depth: number): void {
  if (depth > DEEPEST) return;
  if (Array.isArray(value)) {
    for (const item of value) dropNullMembers(item, depth + 1);
    return;
  }
  if (!isFields(value)) return;
  for (const name of Object.keys(value)) {
    if (value[name] === null) delete value[name];
    else if (name !== 'managedFields') dropNullMembers(value[name], depth + 1);
  }
}
