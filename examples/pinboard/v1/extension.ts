import { defineExtension, menu, route } from '@luban/sdk/manifest';

export default defineExtension({
  contributes: {
    routes: [
      route('board', {
        mount: 'root',
        path: 'pinboard',
        title: '%title%',
        description: '%description%',
        icon: 'pin',
        skeleton: 'table',
        component: () => import('./src/Pinboard.tsx'),
      }),
    ],
    menus: [
      menu({
        slot: 'global',
        id: 'pinboard',
        title: '%title%',
        icon: 'pin',
        route: 'board',
        order: { group: 'tools' },
      }),
    ],
  },
});
