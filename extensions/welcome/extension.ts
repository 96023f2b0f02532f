import { command, defineExtension, menu, quickAccess, route } from '@luban/sdk/manifest';

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
});
