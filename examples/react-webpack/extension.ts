import { command, defineExtension, menu, quickAccess, route, slot } from '@luban/sdk/manifest';

export default defineExtension({
  requires: { optional: { workbench: '^0.1.0' } },
  contributes: {
    routes: [
      route('decoder', {
        mount: 'root',
        path: 'token-decoder',
        title: '%title%',
        description: '%description%',
        icon: 'key',
        skeleton: 'form',
        component: () => import('./src/Page.tsx'),
      }),
    ],
    menus: [
      menu({
        slot: 'global',
        id: 'decoder',
        title: '%title%',
        icon: 'key',
        route: 'decoder',
        order: { group: 'tools' },
      }),
    ],
    slots: [slot('workbench.cards', { id: 'decoder', title: '%title%', component: () => import('./src/Card.tsx') })],
    commands: [command('open', { title: '%open%', icon: 'key', keywords: ['jwt', 'bearer'], route: 'decoder' })],
    quickAccess: [quickAccess('decode', { title: '%open%', description: '%quick%', icon: 'key', route: 'decoder' })],
  },
});
