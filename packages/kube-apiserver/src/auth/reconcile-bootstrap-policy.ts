import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Clock, type KubeObject, systemClock, timestamp } from '@luban/kube';
import { isObject } from '../json/json-value.ts';
import { objectKey, type StorageKey, type Store } from '../store/store.ts';
import { bootstrapPolicy } from './bootstrap-policy.ts';
import { aggregateClusterRoles, aggregationSelectors } from './cluster-role-aggregation.ts';
import { readRules, ruleObject } from './policy-rule.ts';
import { CLUSTER_ROLE_BINDINGS, CLUSTER_ROLES, ROLE_BINDINGS, ROLES, readRoleRef } from './rbac-binding.ts';
import { uncoveredRules } from './rule-coverage.ts';

const AUTOUPDATE = 'rbac.authorization.kubernetes.io/autoupdate';

/**
 * Brings the default roles and bindings into the store as the API server does at every start: what is missing is
 * created, and rules, subjects and labels that were taken away are put back, unless the object says
 * `rbac.authorization.kubernetes.io/autoupdate: "false"`. What was added stays. Aggregated rules are filled in at last.
 */
export async function reconcileBootstrapPolicy(store: Store, clock: Clock = systemClock): Promise<void> {
  const writes = bootstrapPolicy().map(async (wanted) => {
    const resource = RESOURCES[wanted.kind] ?? CLUSTER_ROLES;
    const key = objectKey(wanted.metadata.namespace, wanted.metadata.name ?? '');
    const present = store.newest(resource, key);
    const object = present === undefined ? born(wanted, clock) : reconciled(wanted, present.object, clock);
    if (object !== undefined) await store.write({ resource, key, object, expected: present?.revision ?? 0 });
  });
  await Promise.all(writes);
  await aggregateClusterRoles(store);
}

const RESOURCES: Readonly<Record<string, StorageKey>> = {
  Role: ROLES,
  ClusterRole: CLUSTER_ROLES,
  RoleBinding: ROLE_BINDINGS,
  ClusterRoleBinding: CLUSTER_ROLE_BINDINGS,
};

function born(wanted: KubeObject, clock: Clock): KubeObject {
  const metadata = { ...wanted.metadata, uid: randomUUID(), creationTimestamp: timestamp(clock.now()) };
  return { ...wanted, metadata };
}

/** The object as it should be, or undefined when it already is. */
function reconciled(wanted: KubeObject, present: KubeObject, clock: Clock): KubeObject | undefined {
  if (present.metadata.annotations?.[AUTOUPDATE] === 'false') return undefined;
  const isBinding = wanted.roleRef !== undefined;
  // What a binding refers to cannot be changed, so that another one takes its place.
  if (isBinding && !isDeepStrictEqual(readRoleRef(wanted), readRoleRef(present))) return born(wanted, clock);
  const object: KubeObject = {
    ...present,
    metadata: {
      ...present.metadata,
      labels: { ...wanted.metadata.labels, ...present.metadata.labels },
      annotations: { ...wanted.metadata.annotations, ...present.metadata.annotations },
    },
    ...(isBinding ? subjectFields(wanted, present) : roleFields(wanted, present)),
  };
  return isDeepStrictEqual(object, present) ? undefined : object;
}

function subjectFields(wanted: KubeObject, present: KubeObject): Record<string, unknown> {
  return wanted.subjects === undefined ? {} : { subjects: withMissing(present.subjects, wanted.subjects) };
}

function roleFields(wanted: KubeObject, present: KubeObject): Record<string, unknown> {
  const selectors = aggregationSelectors(wanted);
  if (selectors !== undefined) {
    const clusterRoleSelectors = withMissing(aggregationSelectors(present), selectors);
    return { aggregationRule: { clusterRoleSelectors } };
  }
  const rules = readRules(present);
  const missing = uncoveredRules(rules, readRules(wanted));
  if (missing.length === 0) return {};
  // Whole rules read better than the single rights that are missing of them.
  const added = readRules(wanted).filter((rule) => uncoveredRules(rules, [rule]).length > 0);
  return { rules: [...rules, ...added].map(ruleObject) };
}

function withMissing(present: unknown, wanted: unknown): unknown[] {
  const list = Array.isArray(present) ? present.filter(isObject) : [];
  const added = (Array.isArray(wanted) ? wanted : []).filter(
    (item: unknown) => !list.some((other) => isDeepStrictEqual(other, item)),
  );
  return [...list, ...added];
}
