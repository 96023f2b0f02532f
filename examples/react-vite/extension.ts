import {
  action,
  column,
  command,
  defineExtension,
  exported,
  menu,
  route,
  settings,
  slotDefinition,
  tab,
} from '@luban/sdk/manifest';

const INSTALLED_EXTENSION = 'extensions.luban.dev/v1alpha1/UIBundle';

export default defineExtension({
  contributes: {
    routes: [
      route('board', {
        mount: 'root',
        path: 'workbench',
        title: '%title%',
        description: '%description%',
        icon: 'layers',
        skeleton: 'cards',
        component: () => import('./src/Board.tsx'),
      }),
    ],
    menus: [
      menu({
        slot: 'global',
        id: 'board',
        title: '%title%',
        icon: 'layers',
        route: 'board',
        order: { group: 'tools' },
      }),
    ],
    columns: [
      column('size', {
        for: INSTALLED_EXTENSION,
        title: '%size%',
        width: 90,
        component: () => import('./src/SizeCell.tsx'),
      }),
    ],
    tabs: [
      tab('contributions', {
        for: INSTALLED_EXTENSION,
        title: '%contributions%',
        component: () => import('./src/ContributionsTab.tsx'),
      }),
    ],
    actions: [action('copy', { for: INSTALLED_EXTENSION, title: '%copy%', icon: 'copy', command: 'copy-dependency' })],
    commands: [
      command('copy-dependency', {
        title: '%copy%',
        palette: false,
        handler: exported(() => import('./src/commands.ts'), 'copyDependency'),
      }),
    ],
    settings: settings({
      title: '%title%',
      properties: {
        columns: {
          type: 'number',
          title: '%columns%',
          default: 3,
          enum: [
            { value: 3, title: '%columns.narrow%' },
            { value: 2, title: '%columns.wide%' },
          ],
        },
      },
    }),
  },
  provides: { slots: [slotDefinition('workbench.cards', { title: '%cards%' })] },
});
