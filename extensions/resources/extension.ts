import { defineExtension, menu, route, slot } from '@luban/sdk/manifest';
import { COMMON_KINDS, type CommonKind, SECTIONS } from './src/common-kinds.ts';

const MOUNTS = ['cluster', 'project'] as const;
type Mount = (typeof MOUNTS)[number];

const SECTION_ICONS = {
  workloads: 'boxes',
  network: 'network',
  config: 'settings',
  storage: 'hard-drive',
  cluster: 'server',
} as const;

/** `project-pods`: ids are unique within the extension. */
const idOf = (mount: Mount, id: string) => (mount === 'cluster' ? id : `project-${id}`);

const kindsOf = (mount: Mount) => COMMON_KINDS.filter((kind) => mount === 'cluster' || kind.namespaced);

/** `pods`, `apps/deployments`: as `can` spells resources. */
const resourceOf = ({ group, resource }: CommonKind) => (group === '' ? resource : `${group}/${resource}`);

const listable = (kind: CommonKind) => `can('list', '${resourceOf(kind)}')`;

export default defineExtension({
  contributes: {
    routes: [
      ...MOUNTS.flatMap((mount) => [
        route(idOf(mount, 'overview'), {
          mount,
          path: '',
          title: '%overview.menu%',
          icon: 'gauge',
          skeleton: 'cards',
          component: () => import('./src/overview/OverviewPage.tsx'),
        }),
        ...kindsOf(mount).map((kind) =>
          route(idOf(mount, kind.path), {
            mount,
            path: kind.path,
            title: `%kind.${kind.resource}%`,
            icon: kind.icon,
            skeleton: 'table',
            // In a cluster, who may not list all namespaces may still look into one of them.
            ...((mount === 'project' || !kind.namespaced) && { when: listable(kind) }),
            component: () => import('./src/ResourcePage.tsx'),
          }),
        ),
        route(idOf(mount, 'find'), {
          mount,
          path: 'find',
          title: '%find.title%',
          description: '%find.words%',
          icon: 'search',
          skeleton: 'table',
          component: () => import('./src/find/FindPage.tsx'),
        }),
        route(idOf(mount, 'kinds'), {
          mount,
          path: 'resources',
          title: '%kinds.title%',
          icon: 'puzzle',
          skeleton: 'table',
          component: () => import('./src/ResourcePage.tsx'),
        }),
      ]),
      route('kubectl', {
        mount: 'cluster',
        path: 'kubectl',
        title: '%kubectl.title%',
        description: '%kubectl.help%',
        icon: 'terminal',
        component: () => import('./src/terminal/KubectlPage.tsx'),
      }),
    ],
    menus: MOUNTS.flatMap((mount) => [
      menu({
        slot: mount,
        id: idOf(mount, 'overview'),
        title: '%overview.menu%',
        icon: 'gauge',
        route: idOf(mount, 'overview'),
        order: { group: 'overview' },
      }),
      menu({
        slot: mount,
        id: idOf(mount, 'find'),
        title: '%find.title%',
        icon: 'search',
        route: idOf(mount, 'find'),
        order: { after: idOf(mount, 'overview') },
      }),
      ...SECTIONS.filter((section) => kindsOf(mount).some((kind) => kind.section === section)).map((section, index) =>
        menu({
          slot: mount,
          id: idOf(mount, section),
          title: section === 'cluster' && mount === 'project' ? '%section.activity%' : `%section.${section}%`,
          icon: SECTION_ICONS[section],
          order: { group: 'resources', ...(index > 0 && { after: idOf(mount, SECTIONS[index - 1] ?? '') }) },
        }),
      ),
      ...kindsOf(mount).map((kind, index, all) => {
        const before = all[index - 1];
        return menu({
          slot: `${mount}.${idOf(mount, kind.section)}`,
          id: idOf(mount, kind.path),
          title: `%kind.${kind.resource}%`,
          icon: kind.icon,
          route: idOf(mount, kind.path),
          when: listable(kind),
          order: before?.section === kind.section ? { after: idOf(mount, before.path) } : {},
        });
      }),
      menu({
        slot: mount,
        id: idOf(mount, 'kinds'),
        title: '%kinds.menu%',
        icon: 'puzzle',
        route: idOf(mount, 'kinds'),
        order: { group: 'resources', after: idOf(mount, 'cluster') },
      }),
    ]),
    slots: [
      slot('home.cards', {
        id: 'attention',
        title: '%attention.title%',
        size: { w: 12, h: 8 },
        component: () => import('./src/attention/Attention.tsx'),
      }),
    ],
  },
});
