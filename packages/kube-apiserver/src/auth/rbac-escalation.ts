import { isDeepStrictEqual } from 'node:util';
import { forbidden, type KubeObject, notFound } from '@luban/kube';
import type { AdmissionPlugin, AdmissionRequest } from '../admission/admission.ts';
import { aggregationSelectors } from './cluster-role-aggregation.ts';
import { FULL_AUTHORITY, type PolicyRule, readRules } from './policy-rule.ts';
import type { RbacAuthorizer } from './rbac-authorizer.ts';
import { RBAC_GROUP, readRoleRef } from './rbac-binding.ts';
import { compactRules, describeRule, quoteList, uncoveredRules } from './rule-coverage.ts';
import { MASTERS } from './user.ts';

/**
 * Lets nobody give rights that they do not have themselves: neither by writing a role nor by binding one. The verbs
 * `escalate` and `bind` lift this. Source: k8s.io/kubernetes/pkg/registry/rbac, `policybased`.
 */
export function rbacEscalationCheck(authorizer: RbacAuthorizer): AdmissionPlugin {
  return {
    name: 'RBACEscalation',
    validate(request) {
      const { object, operation, subresource, type, user } = request;
      if (type.group !== RBAC_GROUP || subresource !== '' || object === undefined) return;
      if (operation !== 'CREATE' && operation !== 'UPDATE') return;
      if (user.groups.includes(MASTERS) || changesOnlyBookkeeping(object, request.old)) return;
      if (type.resource === 'roles' || type.resource === 'clusterroles') checkRole(authorizer, request, object);
      else checkBinding(authorizer, request, object);
    },
  };
}

function checkRole(authorizer: RbacAuthorizer, request: AdmissionRequest, object: KubeObject): void {
  const { type, user, operation, namespace, old } = request;
  const wanted = {
    user,
    verb: 'escalate',
    group: RBAC_GROUP,
    version: type.version,
    resource: type.resource,
    namespace,
    // Requests to create have no name in their path.
    name: operation === 'CREATE' ? '' : request.name,
  };
  if (authorizer.authorize(wanted).allowed) return;
  checkHeld(authorizer, request, readRules(object));
  const gathers = aggregationSelectors(object) !== undefined || (old && aggregationSelectors(old) !== undefined);
  if (!gathers || isDeepStrictEqual(object.aggregationRule, old?.aggregationRule)) return;
  // Whoever says what is gathered can gather anything.
  if (uncoveredRules(authorizer.rulesFor(user, namespace).rules, FULL_AUTHORITY).length > 0) {
    throw refuse(request, 'must have cluster-admin privileges to use the aggregationRule');
  }
}

function checkBinding(authorizer: RbacAuthorizer, request: AdmissionRequest, object: KubeObject): void {
  const { user, namespace } = request;
  const ref = readRoleRef(object);
  const resource = ref.kind === 'ClusterRole' ? 'clusterroles' : 'roles';
  const wanted = { user, verb: 'bind', group: ref.apiGroup, version: '*', resource, namespace, name: ref.name };
  if (authorizer.authorize(wanted).allowed) return;
  const rules = authorizer.rulesOf(ref, namespace);
  if (rules === undefined) throw notFound({ group: RBAC_GROUP, resource }, ref.name);
  checkHeld(authorizer, request, rules);
}

function checkHeld(authorizer: RbacAuthorizer, request: AdmissionRequest, wanted: readonly PolicyRule[]): void {
  const { user, namespace } = request;
  const held = authorizer.rulesFor(user, namespace);
  const missing = uncoveredRules(held.rules, wanted);
  if (missing.length === 0) return;
  const shown = [...new Set(compactRules(missing).map(describeRule))].sort();
  const errors = held.errors.length === 0 ? '' : `; resolution errors: [${held.errors.join(', ')}]`;
  const who = `user ${JSON.stringify(user.username)} (groups=${quoteList(user.groups)})`;
  throw refuse(
    request,
    `${who} is attempting to grant RBAC permissions not currently held:\n${shown.join('\n')}${errors}`,
  );
}

function refuse({ type, name }: AdmissionRequest, why: string) {
  return forbidden({ group: type.group, resource: type.resource }, name, why);
}

/** Owners and finalizers may always change, so that what holds more than its editor can still be deleted. */
function changesOnlyBookkeeping(object: KubeObject, old: KubeObject | undefined): boolean {
  return old !== undefined && isDeepStrictEqual(withoutBookkeeping(object), withoutBookkeeping(old));
}

function withoutBookkeeping(object: KubeObject): unknown {
  const { ownerReferences: _owners, finalizers: _finalizers, managedFields: _managed, ...metadata } = object.metadata;
  const { resourceVersion: _version, generation: _generation, ...kept } = metadata;
  return { ...object, metadata: kept };
}
