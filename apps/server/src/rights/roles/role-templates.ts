import type { KubeObject } from '@luban/kube';
import { type AccessScope, IAM, type PolicyRule, SCOPE_LABEL, SEED_LABEL } from './access-objects.ts';
import { READ, rule, WRITE } from './rule-notation.ts';

interface TemplateShape {
  name: string;
  en: [title: string, description: string];
  zh: [title: string, description: string];
  /** What consoles of KubeSphere show by it: `nodes:view`. */
  key: string;
  rules: PolicyRule[];
  /** Roles that have it: `viewer`, `cluster-viewer`. */
  to?: string[];
  needs?: string[];
}

interface Area {
  key: string;
  en: string;
  zh: string;
  /** Groups and resources that are looked at and changed alike. */
  resources: [group: string, resources: string][];
  /** Further ones that are only looked at. */
  seen?: [group: string, resources: string][];
  /** Verbs that managing has beside the usual ones. */
  extra?: PolicyRule[];
}

const WORKLOADS: Area = {
  key: 'app-workloads',
  en: 'workloads',
  zh: '工作负载',
  resources: [
    ['core', 'pods replicationcontrollers replicationcontrollers/scale'],
    [
      'apps',
      'deployments deployments/scale statefulsets statefulsets/scale daemonsets replicasets replicasets/scale controllerrevisions',
    ],
    ['batch', 'jobs cronjobs'],
    ['autoscaling', 'horizontalpodautoscalers'],
    ['policy', 'poddisruptionbudgets'],
  ],
  seen: [
    ['core', 'pods/log pods/status events'],
    ['events.k8s.io', 'events'],
    ['metrics.k8s.io', 'pods'],
  ],
  extra: [rule('create', 'core', 'pods/eviction')],
};

const CONFIGURATION: Area = {
  key: 'configmaps',
  en: 'configuration',
  zh: '配置',
  resources: [['core', 'configmaps serviceaccounts']],
  seen: [['core', 'resourcequotas limitranges']],
};

const SECRETS: Area = { key: 'secrets', en: 'secrets', zh: '保密字典', resources: [['core', 'secrets']] };

const NETWORK: Area = {
  key: 'services',
  en: 'services and network',
  zh: '服务与网络',
  resources: [
    ['core', 'services endpoints'],
    ['discovery.k8s.io', 'endpointslices'],
    ['networking.k8s.io', 'ingresses networkpolicies'],
  ],
};

const VOLUMES: Area = {
  key: 'volumes',
  en: 'volumes',
  zh: '持久卷声明',
  resources: [
    ['core', 'persistentvolumeclaims'],
    ['snapshot.storage.k8s.io', 'volumesnapshots'],
  ],
};

// Kubernetes lets nobody hand out more than they have. Nobody checks that for roles of `iam.kubesphere.io`, which are
// turned into native ones by somebody who may do everything: only who has every right anyway may write those.
const MEMBERS: Area = {
  key: 'members',
  en: 'members and roles',
  zh: '成员与角色',
  resources: [['rbac.authorization.k8s.io', 'roles rolebindings']],
  seen: [['iam.kubesphere.io', 'roles rolebindings']],
};

const NODES: Area = {
  key: 'nodes',
  en: 'nodes',
  zh: '节点',
  resources: [['core', 'nodes']],
  seen: [
    ['core', 'nodes/status'],
    ['metrics.k8s.io', 'nodes'],
  ],
};

const NAMESPACES: Area = { key: 'projects', en: 'namespaces', zh: '命名空间', resources: [['core', 'namespaces']] };

const STORAGE: Area = {
  key: 'storageclasses',
  en: 'storage',
  zh: '存储',
  resources: [
    ['core', 'persistentvolumes'],
    ['storage.k8s.io', 'storageclasses csidrivers csinodes volumeattachments'],
    ['snapshot.storage.k8s.io', 'volumesnapshotclasses volumesnapshotcontents'],
  ],
};

const DEFINITIONS: Area = {
  key: 'crds',
  en: 'custom resource definitions',
  zh: '自定义资源定义',
  resources: [
    ['apiextensions.k8s.io', 'customresourcedefinitions'],
    ['apiregistration.k8s.io', 'apiservices'],
  ],
};

const CLUSTER_NETWORK: Area = {
  key: 'ingressclasses',
  en: 'ingress classes and priorities',
  zh: '应用路由类与优先级',
  resources: [
    ['networking.k8s.io', 'ingressclasses'],
    ['scheduling.k8s.io', 'priorityclasses'],
  ],
};

const CLUSTER_MEMBERS: Area = {
  key: 'clustermembers',
  en: 'cluster members and roles',
  zh: '集群成员与角色',
  resources: [['rbac.authorization.k8s.io', 'clusterroles clusterrolebindings roles rolebindings']],
  seen: [['iam.kubesphere.io', 'clusterroles clusterrolebindings roles rolebindings']],
};

const CLUSTERS: Area = {
  key: 'clusters',
  en: 'clusters',
  zh: '集群',
  resources: [['cluster.kubesphere.io', 'clusters labels']],
};

const WORKSPACES: Area = {
  key: 'workspaces',
  en: 'workspaces',
  zh: '企业空间',
  resources: [['tenant.kubesphere.io', 'workspaces workspacetemplates']],
};

const USERS: Area = {
  key: 'users',
  en: 'users and groups',
  zh: '用户与用户组',
  resources: [],
  seen: [['iam.kubesphere.io', 'users groups groupbindings loginrecords']],
};

const PLATFORM_ROLES: Area = {
  key: 'roles',
  en: 'platform and workspace roles',
  zh: '平台与企业空间角色',
  resources: [],
  seen: [
    [
      'iam.kubesphere.io',
      'globalroles globalrolebindings workspaceroles workspacerolebindings roletemplates builtinroles categories',
    ],
  ],
};

const EXTENSIONS: Area = {
  key: 'extensions',
  en: 'extensions',
  zh: '扩展组件',
  resources: [
    ['kubesphere.io', 'extensions extensionversions installplans repositories categories'],
    ['extensions.kubesphere.io', 'jsbundles apiservices reverseproxies extensionentries'],
    ['extensions.luban.dev', 'uibundles'],
  ],
};

const IN_PROJECTS = [WORKLOADS, CONFIGURATION, NETWORK, VOLUMES];

/** Rights by subject, from which roles are put together. None that only looks reads secrets. */
export const ROLE_TEMPLATES: readonly KubeObject[] = [
  ...pair('global', CLUSTERS),
  ...pair('global', WORKSPACES),
  template('global', {
    name: 'global-create-workspaces',
    en: ['Create workspaces', 'Create workspaces and become their manager.'],
    zh: ['创建企业空间', '创建企业空间并成为其管理员。'],
    key: 'workspaces:create',
    rules: [rule('create', 'tenant.kubesphere.io', 'workspacetemplates')],
    to: ['self-provisioner'],
  }),
  ...pair('global', USERS),
  ...pair('global', PLATFORM_ROLES),
  ...pair('global', EXTENSIONS, { view: ['regular', 'self-provisioner'] }),
  ...[NODES, NAMESPACES, ...IN_PROJECTS, STORAGE, CLUSTER_NETWORK, DEFINITIONS, CLUSTER_MEMBERS].flatMap((area) =>
    pair('cluster', area, { view: ['cluster-viewer'] }),
  ),
  ...pair('cluster', SECRETS),
  terminal('cluster', []),
  template('workspace', {
    name: 'workspace-view-workspace',
    en: ['View the workspace', 'See the workspace and its name.'],
    zh: ['查看企业空间', '查看企业空间的基本信息。'],
    key: 'workspace:view',
    rules: [rule(READ, 'tenant.kubesphere.io', 'workspaces workspacetemplates')],
    to: ['viewer', 'regular', 'self-provisioner'],
  }),
  template('workspace', {
    name: 'workspace-manage-workspace',
    en: ['Manage the workspace', 'Change and delete the workspace.'],
    zh: ['管理企业空间', '修改和删除企业空间。'],
    key: 'workspace:manage',
    rules: [rule('get list watch update patch delete', 'tenant.kubesphere.io', 'workspaces workspacetemplates')],
  }),
  template('workspace', {
    name: 'workspace-create-projects',
    en: ['Create projects', 'Create projects in the workspace.'],
    zh: ['创建项目', '在企业空间中创建项目。'],
    key: 'projects:create',
    rules: [rule('create', 'core', 'namespaces')],
    to: ['self-provisioner'],
  }),
  template('workspace', {
    name: 'workspace-view-projects',
    en: ['View all projects', 'Look at everything in the projects of the workspace but secrets.'],
    zh: ['查看全部项目', '查看企业空间内各项目的资源，保密字典除外。'],
    key: 'projects:view',
    rules: [rule(READ, 'core', 'namespaces'), ...[...IN_PROJECTS, MEMBERS].flatMap(viewing)],
    to: ['viewer'],
  }),
  template('workspace', {
    name: 'workspace-manage-projects',
    en: ['Manage all projects', 'Change everything in the projects of the workspace.'],
    zh: ['管理全部项目', '修改企业空间内各项目的资源。'],
    key: 'projects:manage',
    rules: [rule(`${READ} ${WRITE}`, 'core', 'namespaces'), ...[...IN_PROJECTS, SECRETS, MEMBERS].flatMap(managing)],
    needs: ['workspace-view-projects'],
  }),
  template('namespace', {
    name: 'namespace-view-project',
    en: ['View the project', 'See the project, its quotas and its events.'],
    zh: ['查看项目', '查看项目、配额与事件。'],
    key: 'project-settings:view',
    rules: [rule(READ, 'core', 'namespaces resourcequotas limitranges events'), rule(READ, 'events.k8s.io', 'events')],
    to: ['viewer', 'operator'],
  }),
  template('namespace', {
    name: 'namespace-manage-project',
    en: ['Manage the project', 'Change the project and its quotas.'],
    zh: ['管理项目', '修改项目及其配额。'],
    key: 'project-settings:manage',
    rules: [rule(`${READ} ${WRITE}`, 'core', 'namespaces resourcequotas limitranges')],
    needs: ['namespace-view-project'],
  }),
  ...IN_PROJECTS.flatMap((area) => pair('namespace', area, { view: ['viewer', 'operator'], manage: ['operator'] })),
  ...pair('namespace', SECRETS, { view: ['operator'], manage: ['operator'] }),
  ...pair('namespace', MEMBERS, { view: ['viewer', 'operator'] }),
  terminal('namespace', ['operator']),
];

function pair(scope: AccessScope, area: Area, to: { view?: string[]; manage?: string[] } = {}): KubeObject[] {
  const { key, en, zh } = area;
  const view = `${scope}-view-${key}`;
  const seen = template(scope, {
    name: view,
    en: [`View ${en}`, `Look at ${en}.`],
    zh: [`查看${zh}`, `查看${zh}。`],
    key: `${key}:view`,
    rules: viewing(area),
    to: to.view,
  });
  if (area.resources.length === 0) return [seen];
  return [
    seen,
    template(scope, {
      name: `${scope}-manage-${key}`,
      en: [`Manage ${en}`, `Create, change and delete ${en}.`],
      zh: [`管理${zh}`, `创建、修改和删除${zh}。`],
      key: `${key}:manage`,
      rules: managing(area),
      to: to.manage,
      needs: [view],
    }),
  ];
}

function terminal(scope: AccessScope, to: string[]): KubeObject {
  return template(scope, {
    name: `${scope}-open-terminals`,
    en: ['Open terminals', 'Run commands in containers, and forward their ports.'],
    zh: ['打开终端', '在容器中执行命令，并转发端口。'],
    key: 'app-workloads:create',
    rules: [rule('get create', 'core', 'pods/exec pods/attach pods/portforward')],
    to,
    needs: [`${scope}-view-app-workloads`],
  });
}

function viewing({ resources, seen = [] }: Area): PolicyRule[] {
  return [...resources, ...seen].map(([group, names]) => rule(READ, group, names));
}

function managing({ resources, seen = [], extra = [] }: Area): PolicyRule[] {
  return [
    ...resources.map(([group, names]) => rule(`${READ} ${WRITE}`, group, names)),
    ...seen.map(([group, names]) => rule(READ, group, names)),
    ...extra,
  ];
}

function template(scope: AccessScope, { name, en, zh, key, rules, to = [], needs = [] }: TemplateShape): KubeObject {
  const [subject = '', action = ''] = key.split(':');
  return {
    apiVersion: `${IAM.group}/${IAM.version}`,
    kind: 'RoleTemplate',
    metadata: {
      name,
      labels: {
        [SCOPE_LABEL]: scope,
        [SEED_LABEL]: 'access',
        'kubesphere.io/managed': 'true',
        ...Object.fromEntries(to.map((role) => [`iam.kubesphere.io/aggregate-to-${role}`, ''])),
      },
      annotations: {
        'iam.kubesphere.io/role-template-rules': JSON.stringify({ [subject]: action }),
        ...(needs.length > 0 && { 'iam.kubesphere.io/dependencies': JSON.stringify(needs) }),
      },
    },
    spec: {
      displayName: { en: en[0], zh: zh[0] },
      description: { en: en[1], zh: zh[1] },
      rules,
    },
  };
}
