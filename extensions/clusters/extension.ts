import { command, defineExtension, menu, route } from '@luban/sdk/manifest';

export default defineExtension({
  contributes: {
    routes: [
      route('clusters', {
        mount: 'root',
        path: 'manage/clusters',
        title: '%title%',
        icon: 'server',
        skeleton: 'table',
        component: () => import('./src/ClustersPage.tsx'),
      }),
    ],
    menus: [
      menu({
        slot: 'global',
        id: 'clusters',
        title: '%title%',
        icon: 'server',
        route: 'clusters',
        when: "can('list', 'cluster.kubesphere.io/clusters')",
        order: { group: 'start', after: 'welcome.home' },
      }),
    ],
    commands: [
      command('manage', {
        title: '%command.manage%',
        icon: 'server',
        keywords: ['import', 'kubeconfig', 'cluster'],
        route: 'clusters',
        when: "can('create', 'cluster.kubesphere.io/clusters')",
      }),
    ],
  },
});
