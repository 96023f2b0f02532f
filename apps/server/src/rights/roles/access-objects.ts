import type { KubeObject, LabelSelectorObject } from '@luban/kube';

/** Source: rbac/v1 PolicyRule; any of the lists may be missing in objects that people wrote. */
export interface PolicyRule {
  verbs?: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}

/** Source: rbac/v1 Subject. */
export interface Subject {
  kind: string;
  name: string;
  apiGroup?: string;
  namespace?: string;
}

/** GlobalRole, WorkspaceRole, ClusterRole or Role of `iam.kubesphere.io`. */
export interface AccessRole extends KubeObject {
  rules?: PolicyRule[];
  aggregationRoleTemplates?: { templateNames?: string[]; roleSelector?: LabelSelectorObject };
}

export interface AccessBinding extends KubeObject {
  subjects?: Subject[];
  roleRef?: { apiGroup?: string; kind?: string; name?: string };
}

export interface RoleTemplate extends KubeObject {
  spec?: { displayName?: Record<string, string>; description?: Record<string, string>; rules?: PolicyRule[] };
}

/** Blueprint of a role that each workspace or project gets. */
export interface BuiltinRole extends KubeObject {
  role?: AccessRole;
  targetSelector?: LabelSelectorObject;
}

export type AccessScope = 'global' | 'cluster' | 'workspace' | 'namespace';

export const IAM = { group: 'iam.kubesphere.io', version: 'v1beta1' } as const;
export const TENANT = { group: 'tenant.kubesphere.io', version: 'v1beta1' } as const;

export const SCOPE_LABEL = 'iam.kubesphere.io/scope';
/** On namespaces, and on roles and bindings of a workspace. */
export const WORKSPACE_LABEL = 'kubesphere.io/workspace';
/** On what the product made at its start, and may bring up to date later. */
export const SEED_LABEL = 'luban.dev/seed';

export const isSeed = ({ metadata }: KubeObject) => metadata.labels?.[SEED_LABEL] !== undefined;
