import { clusterRole, clusterRoleBinding, READ, WRITE } from '../build/access.ts';
import { type Theme, theme } from '../build/theme.ts';

/** Who may do what in the whole cluster. */
export function access(): Theme {
  return theme('platform', [
    clusterRole('capacity-planner', [
      { resources: ['nodes', 'pods', 'persistentvolumes'], verbs: READ },
      { groups: ['metrics.k8s.io'], resources: ['nodes', 'pods'], verbs: READ },
    ]),
    clusterRole('on-call', [
      { resources: ['pods', 'pods/log', 'events', 'nodes'], verbs: READ },
      { resources: ['pods', 'pods/eviction'], verbs: ['delete', 'create'] },
      { groups: ['apps'], resources: ['deployments', 'statefulsets', 'deployments/scale'], verbs: [...READ, 'patch'] },
    ]),
    // Joins the built-in roles view and edit by aggregation.
    clusterRole('backups-view', [{ groups: ['demo.luban.dev'], resources: ['backups'], verbs: READ }], {
      'rbac.authorization.k8s.io/aggregate-to-view': 'true',
    }),
    clusterRole(
      'backups-edit',
      [{ groups: ['demo.luban.dev'], resources: ['backups', 'backups/scale'], verbs: [...READ, ...WRITE] }],
      { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' },
    ),
    clusterRoleBinding('capacity-planners', 'capacity-planner', [{ group: 'finance' }, { user: 'mei' }]),
    clusterRoleBinding('on-call', 'on-call', [{ group: 'on-call' }]),
  ]);
}
