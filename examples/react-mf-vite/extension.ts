import { defineExtension, menu, quickAccess, route, service, settings, slot } from '@luban/sdk/manifest';

export default defineExtension({
  requires: { optional: { workbench: '^0.1.0' } },
  contributes: {
    routes: [
      route('calculator', {
        mount: 'root',
        path: 'quantities',
        title: '%title%',
        description: '%description%',
        icon: 'gauge',
        skeleton: 'form',
        component: () => import('./src/Page.tsx'),
      }),
    ],
    menus: [
      menu({
        slot: 'global',
        id: 'calculator',
        title: '%title%',
        icon: 'gauge',
        route: 'calculator',
        order: { group: 'tools' },
      }),
    ],
    slots: [slot('workbench.cards', { id: 'quantities', title: '%title%', component: () => import('./src/Card.tsx') })],
    services: [service('quantities/Convert@1', { provider: () => import('./src/convert.ts') })],
    settings: settings({
      title: '%settings%',
      properties: {
        unit: {
          type: 'string',
          title: '%unit%',
          description: '%unit.help%',
          default: 'cpu',
          enum: [
            { value: 'cpu', title: '%cpu%' },
            { value: 'memory', title: '%memory%' },
          ],
        },
      },
    }),
    quickAccess: [
      quickAccess('calculator', { title: '%title%', description: '%description%', icon: 'gauge', route: 'calculator' }),
    ],
  },
});
