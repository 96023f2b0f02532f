/**
 * Which names a definition gets, and whether it is served.
 * Source: k8s.io/apiextensions-apiserver/pkg/controller/{status,establish,apiapproval}.
 */

import { type KubeObject, timestamp } from '@luban/kube';
import { sameJson } from '../json/json-value.ts';
import { approvalOf, isProtectedGroup } from './api-approval.ts';
import {
  type Condition,
  type Definition,
  type DefinitionNames,
  type DefinitionStatus,
  readDefinition,
} from './custom-resource-definition.ts';

/**
 * The status that the definition should have.
 *
 * @param others definitions of the same group, without this one; those of other groups do no harm
 * @param now milliseconds of the epoch, for conditions that change
 */
export function acceptNames(crd: KubeObject, others: Iterable<KubeObject>, now: number): DefinitionStatus {
  const definition = readDefinition(crd);
  const taken = namesTaken(definition.group, others);
  const { names, conflict } = decideNames(definition, taken);
  let { conditions } = definition.status;
  const set = (type: string, status: boolean, reason: string, message: string) => {
    conditions = setCondition(conditions, type, status, reason, message, now);
  };
  if (conflict === undefined) set('NamesAccepted', true, 'NoConflicts', 'no conflicts found');
  else set('NamesAccepted', false, conflict.reason, conflict.message);
  const isEstablished = conditions.some(({ type, status }) => type === 'Established' && status === 'True');
  if (!isEstablished) {
    if (conflict === undefined)
      set('Established', true, 'InitialNamesAccepted', 'the initial names have been accepted');
    else set('Established', false, 'NotAccepted', 'not all names are accepted');
  }
  if (isProtectedGroup(definition.group)) {
    const approval = approvalOf(crd.metadata.annotations);
    set('KubernetesAPIApprovalPolicyConformant', approval.state === 'approved', approval.reason, approval.message);
  }
  return { acceptedNames: names, conditions, storedVersions: definition.status.storedVersions };
}

/** The conditions with this one; its time is kept while its status is the same. */
export function setCondition(
  conditions: readonly Condition[],
  type: string,
  isTrue: boolean,
  reason: string,
  message: string,
  now: number,
): readonly Condition[] {
  const status = isTrue ? 'True' : 'False';
  const previous = conditions.find((condition) => condition.type === type);
  const lastTransitionTime = previous?.status === status ? previous.lastTransitionTime : timestamp(now);
  const next: Condition = { lastTransitionTime, message, reason, status, type };
  if (previous === undefined) return [...conditions, next];
  return conditions.map((condition) => (condition === previous ? next : condition));
}

interface Taken {
  readonly resources: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
}

function namesTaken(group: string, others: Iterable<KubeObject>): Taken {
  const resources = new Set<string>();
  const kinds = new Set<string>();
  for (const other of others) {
    const definition = readDefinition(other);
    if (definition.group !== group) continue;
    const { plural, singular, shortNames, kind, listKind } = definition.status.acceptedNames;
    for (const name of [plural, singular, ...shortNames]) resources.add(name);
    for (const name of [kind, listKind]) kinds.add(name);
  }
  resources.delete('');
  kinds.delete('');
  return { resources, kinds };
}

interface Conflict {
  reason: string;
  message: string;
}

/** Each name is accepted by itself, so that what can be served is. The last conflict is the one that is told. */
function decideNames({ names, status }: Definition, taken: Taken): { names: DefinitionNames; conflict?: Conflict } {
  const accepted = status.acceptedNames;
  let conflict: Conflict | undefined;
  const decide = (field: 'plural' | 'singular' | 'kind' | 'listKind', used: ReadonlySet<string>, reason: string) => {
    if (names[field] === accepted[field] || !used.has(names[field])) return names[field];
    conflict = { reason, message: inUse(names[field]) };
    return accepted[field];
  };
  const plural = decide('plural', taken.resources, 'PluralConflict');
  const singular = decide('singular', taken.resources, 'SingularConflict');
  let { shortNames } = names;
  if (!sameJson(names.shortNames, accepted.shortNames)) {
    const used = names.shortNames.filter((name) => !accepted.shortNames.includes(name) && taken.resources.has(name));
    if (used.length > 0) {
      const sentences = used.map(inUse);
      const message = sentences.length === 1 ? sentences[0]! : `[${sentences.join(', ')}]`;
      conflict = { reason: 'ShortNamesConflict', message };
      shortNames = accepted.shortNames;
    }
  }
  const kind = decide('kind', taken.kinds, 'KindConflict');
  const listKind = decide('listKind', taken.kinds, 'ListKindConflict');
  return { names: { plural, singular, shortNames, kind, listKind, categories: names.categories }, conflict };
}

const inUse = (name: string) => `${JSON.stringify(name)} is already in use`;
