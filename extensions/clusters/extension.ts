import { defineExtension, menu, route } from '@luban/sdk/manifest';

export default defineExtension({
  contributes: {
    routes: [
      route('clusters', {
        mount: 'root',
        path: 'manage-clusters',
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
        order: { group: 'start', after: 'welcome.home' },
      }),
    ],
  },
});
