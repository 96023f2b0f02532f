import type { Store, StoredObject, StoreEvent } from '../store/store.ts';
import { BindingIndex, type BoundSubject } from './binding-index.ts';
import { allowsPath, allowsResource, FULL_AUTHORITY, type PolicyRule, readRules } from './policy-rule.ts';
import {
  CLUSTER_ROLE_BINDINGS,
  CLUSTER_ROLES,
  keysOf,
  RBAC_GROUP,
  ROLE_BINDINGS,
  ROLES,
  type RoleRef,
  readBinding,
} from './rbac-binding.ts';
import { type Attributes, type Authorizer, type Decision, MASTERS, type UserInfo } from './user.ts';

export interface RbacAuthorizerOptions {
  /** Called after roles or bindings changed, once the change is in force. */
  onChange?(): void;
}

/** Rules, and what stood in the way of knowing them all. */
export interface RulesFor {
  readonly rules: readonly PolicyRule[];
  /** Such as `clusterrole.rbac.authorization.k8s.io "x" not found`, each once. */
  readonly errors: readonly string[];
}

export interface RbacAuthorizer extends Authorizer, Disposable {
  /** All that the user may do in the namespace, cluster-wide grants included. Empty namespace: these alone. */
  rulesFor(user: UserInfo, namespace: string): RulesFor;
  /** The rules of a role that exists. */
  rulesOf(ref: RoleRef, namespace: string): readonly PolicyRule[] | undefined;
}

/**
 * Decides by the Roles and bindings in the store, as Kubernetes does: what no rule allows is refused. Everything is
 * indexed, so that a decision looks only at the rules of bindings that name the user.
 */
export function createRbacAuthorizer(store: Store, options: RbacAuthorizerOptions = {}): RbacAuthorizer {
  /** Rules by key of the role; keys of Roles contain a slash, and those of ClusterRoles never do. */
  const roles = new Map<string, readonly PolicyRule[]>();
  const everywhere = new BindingIndex();
  const byNamespace = new Map<string, BindingIndex>();

  const setRole = ({ key, object }: StoredObject): void => void roles.set(key, readRules(object));
  const setBinding = ({ object, namespace }: StoredObject): void => {
    const binding = readBinding(object);
    const index = namespace === '' ? everywhere : (byNamespace.get(namespace) ?? new BindingIndex());
    if (index !== everywhere) byNamespace.set(namespace, index);
    index.set(binding);
  };
  const deleteBinding = ({ name, namespace }: StoredObject): void => {
    const index = namespace === '' ? everywhere : byNamespace.get(namespace);
    index?.delete(name);
    if (index !== everywhere && index?.size === 0) byNamespace.delete(namespace);
  };

  let started = false;
  const follow = (resource: string, set: (role: StoredObject) => void, remove: (role: StoredObject) => void) => {
    const { items, revision } = store.list(resource);
    items.forEach(set);
    return store.subscribe(resource, revision, (events: readonly StoreEvent[]) => {
      for (const { type, current } of events) type === 'DELETED' ? remove(current) : set(current);
      if (started) options.onChange?.();
    });
  };
  const subscriptions = new DisposableStack();
  for (const resource of [ROLES, CLUSTER_ROLES]) {
    subscriptions.use(follow(resource, setRole, ({ key }) => void roles.delete(key)));
  }
  for (const resource of [ROLE_BINDINGS, CLUSTER_ROLE_BINDINGS]) {
    subscriptions.use(follow(resource, setBinding, deleteBinding));
  }
  started = true;

  /** Bindings that count in the namespace, wider ones first. */
  function* bindingsOf(user: UserInfo, namespace: string): Generator<BoundSubject> {
    const keys = keysOf(user);
    yield* everywhere.boundTo(keys);
    const index = namespace === '' ? undefined : byNamespace.get(namespace);
    if (index !== undefined) yield* index.boundTo(keys);
  }

  const rulesOf = (ref: RoleRef, namespace: string): readonly PolicyRule[] | undefined =>
    ref.kind === 'ClusterRole' ? roles.get(ref.name) : roles.get(`${namespace}/${ref.name}`);

  return {
    authorize(attributes: Attributes): Decision {
      const { user } = attributes;
      if (user.groups.includes(MASTERS)) return { allowed: true, reason: '' };
      const missing = new Set<string>();
      for (const bound of bindingsOf(user, 'path' in attributes ? '' : attributes.namespace)) {
        const rules = rulesOf(bound.binding.roleRef, bound.binding.namespace);
        if (rules === undefined) missing.add(roleNotFound(bound.binding.roleRef));
        else if (rules.some((rule) => allows(rule, attributes))) {
          return { allowed: true, reason: `RBAC: allowed by ${describe(bound)}` };
        }
      }
      return { allowed: false, reason: missing.size === 0 ? '' : `RBAC: ${aggregated([...missing])}` };
    },
    rulesFor(user, namespace) {
      const missing = new Set<string>();
      const rules = new Set<PolicyRule>(user.groups.includes(MASTERS) ? FULL_AUTHORITY : []);
      for (const { binding } of bindingsOf(user, namespace)) {
        const granted = rulesOf(binding.roleRef, binding.namespace);
        if (granted === undefined) missing.add(roleNotFound(binding.roleRef));
        for (const rule of granted ?? []) rules.add(rule);
      }
      return { rules: [...rules], errors: [...missing] };
    },
    rulesOf,
    [Symbol.dispose]: () => subscriptions.dispose(),
  };
}

function allows(rule: PolicyRule, attributes: Attributes): boolean {
  return 'path' in attributes ? allowsPath(rule, attributes) : allowsResource(rule, attributes);
}

/** `ClusterRoleBinding "x" of ClusterRole "y" to User "z"`. Names come before namespaces here, as in Kubernetes. */
function describe({ binding, subject }: BoundSubject): string {
  const kind = binding.namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding';
  const name = binding.namespace === '' ? binding.name : `${binding.name}/${binding.namespace}`;
  const who = subject.kind === 'ServiceAccount' ? `${subject.name}/${subject.namespace}` : subject.name;
  const { roleRef } = binding;
  return `${kind} ${JSON.stringify(name)} of ${roleRef.kind} ${JSON.stringify(roleRef.name)} to ${subject.kind} ${JSON.stringify(who)}`;
}

/** In the singular, unlike the error of a request for the role. */
function roleNotFound({ kind, name }: RoleRef): string {
  return `${kind === 'ClusterRole' ? 'clusterrole' : 'role'}.${RBAC_GROUP} "${name}" not found`;
}

/** Several errors as Go's aggregate prints them. */
function aggregated(errors: readonly string[]): string {
  return errors.length === 1 ? (errors[0] ?? '') : `[${errors.join(', ')}]`;
}
