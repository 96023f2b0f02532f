import { command, defineExtension, menu, route, slot } from '@luban/sdk/manifest';

export default defineExtension({
  requires: { optional: { workbench: '^0.1.0' } },
  framework: 'single-spa',
  contributes: {
    routes: [
      route('notes', {
        mount: 'cluster',
        path: 'notes',
        title: '%title%',
        description: '%description%',
        icon: 'note',
        skeleton: 'form',
        component: () => import('./src/page.ts'),
      }),
    ],
    menus: [
      menu({
        slot: 'cluster',
        id: 'notes',
        title: '%title%',
        icon: 'note',
        route: 'notes',
        order: { after: 'resources.find' },
      }),
    ],
    slots: [slot('workbench.cards', { id: 'notes', title: '%title%', component: () => import('./src/card.ts') })],
    commands: [
      command('open', { title: '%open%', icon: 'note', keywords: ['handover'], route: 'notes', key: 'mod+shift+u' }),
    ],
  },
  permissions: { storage: { user: '256Ki' } },
});
