import { defineExtension, menu, route, slot, theme } from '@luban/sdk/manifest';

export default defineExtension({
  requires: { optional: { workbench: '^0.1.0' } },
  framework: 'single-spa',
  contributes: {
    routes: [
      route('clocks', {
        mount: 'root',
        path: 'world-clock',
        title: '%title%',
        description: '%description%',
        icon: 'clock',
        component: () => import('./src/page.js'),
      }),
    ],
    menus: [
      menu({
        slot: 'global',
        id: 'clocks',
        title: '%title%',
        icon: 'clock',
        route: 'clocks',
        order: { group: 'tools' },
      }),
    ],
    slots: [
      slot('workbench.cards', { id: 'clocks', title: '%title%', component: () => import('./src/card.js') }),
      slot('home.cards', { id: 'clocks-at-home', title: '%title%', component: () => import('./src/card.js') }),
    ],
    themes: [
      theme('night-shift', {
        title: '%theme.night%',
        extends: 'dark',
        tokens: {
          accent: 'oklch(0.78 0.12 75)',
          canvas: 'oklch(0.19 0.012 60)',
          surface: 'oklch(0.23 0.014 60)',
        },
      }),
    ],
  },
});
