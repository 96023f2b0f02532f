import type { KubeObject } from '@luban/kube';
import { type AccessScope, IAM, type PolicyRule, SCOPE_LABEL, SEED_LABEL } from './access-objects.ts';
import { EVERYTHING, rule } from './rule-notation.ts';

interface RoleShape {
  name: string;
  en: [title: string, description: string];
  zh: [title: string, description: string];
  /** Absent: what templates with a label for the role give. */
  rules?: readonly PolicyRule[];
  /** End of that label. Default: the name. */
  aggregates?: string;
}

export const PLATFORM_ADMIN = 'platform-admin';

/** Roles for the whole platform, with rights in every cluster. */
export const GLOBAL_ROLES: readonly KubeObject[] = [
  role('GlobalRole', 'global', {
    name: PLATFORM_ADMIN,
    en: ['Platform administrator', 'May do everything, in every cluster.'],
    zh: ['平台管理员', '拥有所有集群的全部权限。'],
    rules: EVERYTHING,
  }),
  role('GlobalRole', 'global', {
    name: 'platform-self-provisioner',
    en: ['Workspace creator', 'May create workspaces, and manages those.'],
    zh: ['企业空间创建者', '可创建企业空间，并管理自己创建的企业空间。'],
    aggregates: 'self-provisioner',
  }),
  role('GlobalRole', 'global', {
    name: 'platform-regular',
    en: ['Regular user', 'Sees nothing of clusters until a workspace or project takes the person in.'],
    zh: ['普通用户', '加入企业空间或项目之前，无法查看任何集群资源。'],
    aggregates: 'regular',
  }),
];

/** Roles for one cluster; each cluster has its own. */
export const CLUSTER_ROLES: readonly KubeObject[] = [
  role('ClusterRole', 'cluster', {
    name: 'cluster-admin',
    en: ['Cluster administrator', 'May do everything in the cluster.'],
    zh: ['集群管理员', '拥有该集群的全部权限。'],
    rules: EVERYTHING,
  }),
  role('ClusterRole', 'cluster', {
    name: 'cluster-viewer',
    en: ['Cluster viewer', 'Looks at everything in the cluster but secrets.'],
    zh: ['集群查看者', '可查看集群内的资源，保密字典除外。'],
  }),
];

/** Blueprints of the roles that each workspace and each project gets. */
export const BUILTIN_ROLES: readonly KubeObject[] = [
  blueprint('WorkspaceRole', 'workspace', {
    name: 'admin',
    en: ['Workspace administrator', 'May do everything in the workspace and its projects.'],
    zh: ['企业空间管理员', '拥有企业空间及其项目的全部权限。'],
    rules: [rule('*', '*', '*')],
  }),
  blueprint('WorkspaceRole', 'workspace', {
    name: 'self-provisioner',
    en: ['Project creator', 'May create projects in the workspace.'],
    zh: ['项目创建者', '可在企业空间中创建项目。'],
  }),
  blueprint('WorkspaceRole', 'workspace', {
    name: 'regular',
    en: ['Workspace member', 'Sees the workspace, and the projects that take the person in.'],
    zh: ['企业空间成员', '可查看企业空间，以及其所加入的项目。'],
  }),
  blueprint('WorkspaceRole', 'workspace', {
    name: 'viewer',
    en: ['Workspace viewer', 'Looks at everything in the projects of the workspace but secrets.'],
    zh: ['企业空间查看者', '可查看企业空间内各项目的资源，保密字典除外。'],
  }),
  blueprint('Role', 'namespace', {
    name: 'admin',
    en: ['Project administrator', 'May do everything in the project.'],
    zh: ['项目管理员', '拥有项目的全部权限。'],
    rules: [rule('*', '*', '*')],
  }),
  blueprint('Role', 'namespace', {
    name: 'operator',
    en: ['Project operator', 'Changes what runs in the project, but neither its members nor its quotas.'],
    zh: ['项目维护者', '可修改项目内的资源，但不包括成员与配额。'],
  }),
  blueprint('Role', 'namespace', {
    name: 'viewer',
    en: ['Project viewer', 'Looks at everything in the project but secrets.'],
    zh: ['项目查看者', '可查看项目内的资源，保密字典除外。'],
  }),
];

function role(kind: string, scope: AccessScope, shape: RoleShape): KubeObject {
  const { name, en, zh, rules, aggregates = name } = shape;
  return {
    apiVersion: `${IAM.group}/${IAM.version}`,
    kind,
    metadata: {
      name,
      labels: { [SEED_LABEL]: 'access', [SCOPE_LABEL]: scope, 'kubesphere.io/managed': 'true' },
      annotations: {
        'kubesphere.io/display-name': JSON.stringify({ en: en[0], zh: zh[0] }),
        'kubesphere.io/description': JSON.stringify({ en: en[1], zh: zh[1] }),
      },
    },
    ...(rules === undefined
      ? {
          aggregationRoleTemplates: {
            roleSelector: { matchLabels: { [`iam.kubesphere.io/aggregate-to-${aggregates}`]: '' } },
          },
          rules: [],
        }
      : { rules: rules.map((one) => ({ ...one })) }),
  };
}

function blueprint(kind: string, scope: AccessScope, shape: RoleShape): KubeObject {
  return {
    apiVersion: `${IAM.group}/${IAM.version}`,
    kind: 'BuiltinRole',
    metadata: {
      name: `${scope}-${shape.name}`,
      labels: { [SEED_LABEL]: 'access', [SCOPE_LABEL]: scope, 'kubesphere.io/managed': 'true' },
    },
    targetSelector: {},
    role: role(kind, scope, shape),
  };
}
