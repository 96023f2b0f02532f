import { defineExtension, menu, route } from '@luban/sdk/manifest';

export default defineExtension({
  contributes: {
    routes: [
      route('status', {
        mount: 'platformSettings',
        path: 'status',
        title: '%status.title%',
        icon: 'activity',
        skeleton: 'cards',
        component: () => import('./src/Status.tsx'),
      }),
      route('audit', {
        mount: 'platformSettings',
        path: 'audit',
        title: '%audit.title%',
        icon: 'list',
        skeleton: 'table',
        component: () => import('./src/Audit.tsx'),
      }),
    ],
    menus: [
      menu({
        slot: 'platformSettings',
        id: 'status',
        title: '%status.title%',
        icon: 'activity',
        route: 'status',
        when: "can('get', 'system.luban.dev/status')",
      }),
      menu({
        slot: 'platformSettings',
        id: 'audit',
        title: '%audit.title%',
        icon: 'list',
        route: 'audit',
        order: { after: 'status' },
        when: "can('list', 'audit.luban.dev/events')",
      }),
    ],
  },
});
