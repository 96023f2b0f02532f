/** `iam.kubesphere.io`: people, and the roles that are made of templates. */
import {
  embedded,
  type FieldSchema,
  fields,
  flag,
  labelSelector,
  list,
  localized,
  oneOf,
  open,
  text,
  time,
} from './field-schemas.ts';
import { type PlatformKind, platformDefinition } from './platform-definition.ts';

const inGroup = (kind: Omit<PlatformKind, 'group' | 'version' | 'categories'>) =>
  platformDefinition({ group: 'iam.kubesphere.io', version: 'v1beta1', categories: ['iam'], ...kind });

/** Source: rbac/v1 PolicyRule. */
const rules = list(
  fields(
    {
      apiGroups: list(text()),
      resources: list(text()),
      resourceNames: list(text()),
      nonResourceURLs: list(text()),
      verbs: list(text()),
    },
    'verbs',
  ),
);

const roleFields: Readonly<Record<string, FieldSchema>> = {
  aggregationRoleTemplates: fields({ templateNames: list(text()), roleSelector: labelSelector() }),
  rules,
};

/** Source: rbac/v1 Subject and RoleRef. */
const bindingFields: Readonly<Record<string, FieldSchema>> = {
  subjects: list(fields({ kind: text(), apiGroup: text(), name: text(), namespace: text() }, 'kind', 'name')),
  roleRef: fields({ apiGroup: text(), kind: text(), name: text() }, 'kind', 'name'),
};

function role(kind: string, options: { namespaced?: boolean } = {}) {
  const plural = `${kind.toLowerCase()}s`;
  return [
    inGroup({ kind, plural, fields: roleFields, ...options }),
    inGroup({
      kind: `${kind}Binding`,
      plural: `${kind.toLowerCase()}bindings`,
      fields: bindingFields,
      required: ['roleRef'],
      columns: { Role: '.roleRef.name', Subjects: '.subjects[*].name' },
      ...options,
    }),
  ];
}

export const ACCESS = [
  inGroup({
    kind: 'User',
    plural: 'users',
    fields: {
      spec: fields({
        email: text(),
        lang: text(),
        description: text(),
        displayName: text(),
        groups: list(text()),
        // What a person chose comes in here; what is kept is its hash.
        password: text(),
      }),
      status: fields({
        state: oneOf('Active', 'Disabled', 'AuthLimitExceeded', ''),
        reason: text(),
        lastTransitionTime: time(),
        lastLoginTime: time(),
      }),
    },
    columns: { Email: '.spec.email', State: '.status.state' },
  }),
  ...role('GlobalRole'),
  ...role('WorkspaceRole'),
  ...role('ClusterRole'),
  ...role('Role', { namespaced: true }),
  inGroup({
    kind: 'RoleTemplate',
    plural: 'roletemplates',
    fields: { spec: fields({ displayName: localized(), description: localized(), rules }) },
    columns: { Scope: '.metadata.labels.iam\\.kubesphere\\.io/scope' },
  }),
  inGroup({
    kind: 'BuiltinRole',
    plural: 'builtinroles',
    fields: { role: embedded(), targetSelector: labelSelector() },
    columns: { Scope: '.metadata.labels.iam\\.kubesphere\\.io/scope' },
  }),
  inGroup({
    kind: 'Category',
    plural: 'categories',
    fields: { spec: fields({ displayName: localized(), description: localized(), icon: text() }) },
    columns: { Scope: '.metadata.labels.iam\\.kubesphere\\.io/scope' },
  }),
  inGroup({ kind: 'Group', plural: 'groups', fields: { spec: open(), status: open() } }),
  inGroup({
    kind: 'GroupBinding',
    plural: 'groupbindings',
    fields: {
      groupRef: fields({ apiGroup: text(), kind: text(), name: text() }),
      users: list(text()),
    },
    columns: { Group: '.groupRef.name', Users: '.users' },
  }),
  inGroup({
    kind: 'LoginRecord',
    plural: 'loginrecords',
    fields: {
      spec: fields({
        type: text(),
        provider: text(),
        sourceIP: text(),
        userAgent: text(),
        success: flag(),
        reason: text(),
      }),
    },
    columns: { Type: '.spec.type', Provider: '.spec.provider', From: '.spec.sourceIP', Success: '.spec.success' },
  }),
];
