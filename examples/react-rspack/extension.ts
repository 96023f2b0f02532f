import { command, defineExtension, menu, quickAccess, route, slot } from '@luban/sdk/manifest';

export default defineExtension({
  requires: { optional: { workbench: '^0.1.0' } },
  contributes: {
    routes: [
      route('schedule', {
        mount: 'root',
        path: 'cron',
        title: '%title%',
        description: '%description%',
        icon: 'calendar',
        skeleton: 'form',
        component: () => import('./src/Page.tsx'),
      }),
    ],
    menus: [
      menu({
        slot: 'global',
        id: 'schedule',
        title: '%title%',
        icon: 'calendar',
        route: 'schedule',
        order: { group: 'tools' },
      }),
    ],
    slots: [slot('workbench.cards', { id: 'schedule', title: '%title%', component: () => import('./src/Card.tsx') })],
    commands: [
      command('open', { title: '%open%', icon: 'calendar', keywords: ['cronjob', 'crontab'], route: 'schedule' }),
    ],
    quickAccess: [
      quickAccess('explain', { title: '%open%', description: '%description%', icon: 'calendar', route: 'schedule' }),
    ],
  },
});
