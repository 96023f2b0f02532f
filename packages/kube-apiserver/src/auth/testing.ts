import { randomUUID } from 'node:crypto';
import type { KubeObject } from '@luban/kube';
import { objectKey, type Store } from '../store/store.ts';
import { type PolicyRule, policyRule, ruleObject } from './policy-rule.ts';
import { RBAC_GROUP } from './rbac-binding.ts';
import { ALL_AUTHENTICATED, type UserInfo } from './user.ts';

/** Helpers of the tests of identity and rights. */
export function person(username: string, ...groups: string[]): UserInfo {
  return { username, groups: [...groups, ALL_AUTHENTICATED] };
}

/** Writes objects of one resource, and resolves when all are durable. */
export async function put(store: Store, resource: string, ...objects: KubeObject[]): Promise<void> {
  await Promise.all(
    objects.map((object) => {
      const key = objectKey(object.metadata.namespace, object.metadata.name ?? '');
      return store.write({ resource, key, object });
    }),
  );
}

/** A namespaced Role, or without a namespace a ClusterRole. */
export function role(name: string, namespace: string | undefined, ...rules: Partial<PolicyRule>[]): KubeObject {
  return {
    apiVersion: `${RBAC_GROUP}/v1`,
    kind: namespace === undefined ? 'ClusterRole' : 'Role',
    metadata: { name, ...(namespace !== undefined && { namespace }), uid: randomUUID() },
    rules: rules.map((rule) => ruleObject(policyRule(rule))),
  };
}

/** A RoleBinding, or without a namespace a ClusterRoleBinding. */
export function bindingOf(
  name: string,
  namespace: string | undefined,
  roleRef: { kind: string; name: string },
  ...subjects: Record<string, string>[]
): KubeObject {
  return {
    apiVersion: `${RBAC_GROUP}/v1`,
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name, ...(namespace !== undefined && { namespace }), uid: randomUUID() },
    roleRef: { apiGroup: RBAC_GROUP, ...roleRef },
    subjects,
  };
}

/** An object of the core group with a uid. */
export function coreObject(kind: string, name: string, namespace?: string, fields: Record<string, unknown> = {}) {
  const metadata = { name, ...(namespace !== undefined && { namespace }), uid: randomUUID() };
  return { apiVersion: 'v1', kind, metadata, ...fields };
}
