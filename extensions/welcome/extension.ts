import { command, defineExtension, menu, quickAccess, route, slotDefinition } from '@luban/sdk/manifest';

export default defineExtension({
  contributes: {
    routes: [
      route('home', {
        mount: 'root',
        path: '',
        title: '%home.menu%',
        icon: 'home',
        skeleton: 'cards',
        component: () => import('./src/Home.tsx'),
      }),
      route('installed', {
        mount: 'root',
        path: 'installed',
        title: '%installed.title%',
        icon: 'puzzle',
        skeleton: 'table',
        component: () => import('./src/Installed.tsx'),
      }),
      route('write', {
        mount: 'root',
        path: 'write-an-extension',
        title: '%write.title%',
        icon: 'book',
        component: () => import('./src/Write.tsx'),
      }),
    ],
    menus: [
      menu({
        slot: 'global',
        id: 'home',
        title: '%home.menu%',
        icon: 'home',
        route: 'home',
        order: { group: 'start' },
      }),
      menu({
        slot: 'global',
        id: 'installed',
        title: '%installed.menu%',
        icon: 'puzzle',
        route: 'installed',
        order: { group: 'start', after: 'home' },
      }),
    ],
    commands: [command('write', { title: '%write.menu%', icon: 'book', keywords: ['sdk', 'author'], route: 'write' })],
    quickAccess: [
      quickAccess('write', {
        title: '%quick.write%',
        description: '%quick.write.help%',
        icon: 'book',
        route: 'write',
      }),
    ],
  },
  provides: { slots: [slotDefinition('welcome.below-installed')] },
});
