import { describe, expect, it } from 'vitest';
import {
  action,
  column,
  command,
  defineExtension,
  exported,
  i18n,
  menu,
  quickAccess,
  route,
  service,
  settings,
  slot,
  slotDefinition,
  tab,
  theme,
} from '../manifest.ts';
import { routesOf } from '../routes-of.ts';

/** Stands for a module with a page as its default export and a command beside it. */
const page = async () => ({ default: () => null, rename: ({ argument }: { argument?: string }) => argument });

const extension = defineExtension({
  requires: { optional: { 'acme-alerts': '>=1.2' } },
  contributes: {
    routes: [
      route('overview', { mount: 'cluster', path: 'metrics', title: '%title%', skeleton: 'table', component: page }),
      route('pod', { mount: 'project', path: 'metrics/:pod/:tab?', title: '%pod%', component: page }),
    ],
    menus: [
      menu({ slot: 'cluster', id: 'metrics', title: '%title%', icon: 'chart', route: 'overview' }),
      menu({ slot: 'cluster.metrics', id: 'alerts', title: '%alerts%', route: 'acme-alerts/list' }),
      menu({ slot: 'global', id: 'group', title: '%group%' }),
      menu({ slot: 'toolbox', id: 'manual', title: '%manual%', href: 'https://example.org' }),
    ],
    slots: [slot('home.cards', { id: 'cpu', component: page, size: { w: 4, h: 3 } })],
    columns: [column('cpu', { for: 'core/v1/Pod', title: '%cpu%', width: 90, component: page })],
    tabs: [tab('metrics', { for: 'core/v1/Pod', title: '%tab%', component: page })],
    actions: [action('rename', { for: 'apps/v1/Deployment', title: '%rename%', command: 'rename' })],
    commands: [
      command('rename', { title: '%rename%', handler: exported(page, 'rename'), key: 'mod+shift+r' }),
      command('open', { title: '%open%', route: 'overview' }),
    ],
    services: [service('acme-metrics/Query@1', { provider: page })],
    settings: settings({ properties: { step: { type: 'number', title: '%step%', default: 15, minimum: 5 } } }),
    themes: [theme('night', { title: '%night%', extends: 'dark', tokens: { accent: 'oklch(70% 0.1 160)' } })],
    i18n: i18n({ default: 'en', locales: ['en', 'zh'] }),
    quickAccess: [quickAccess('open', { title: '%open%', route: 'overview' })],
  },
  provides: { slots: [slotDefinition('acme-metrics.footer', { multiple: false })] },
});

describe('defineExtension', () => {
  it('returns plain data with the modules still as functions', () => {
    const { contributes, provides } = extension;
    expect(contributes.routes[0]).toEqual({
      id: 'overview',
      mount: 'cluster',
      path: 'metrics',
      title: '%title%',
      skeleton: 'table',
      component: page,
    });
    expect(contributes.slots[0]).toEqual({ slot: 'home.cards', id: 'cpu', component: page, size: { w: 4, h: 3 } });
    expect(contributes.columns[0]).toMatchObject({ id: 'cpu', for: 'core/v1/Pod' });
    expect(contributes.services[0]).toMatchObject({ token: 'acme-metrics/Query@1' });
    expect(provides?.slots).toEqual([{ id: 'acme-metrics.footer', multiple: false }]);
  });

  it('marks an export that is not the default one', () => {
    const load = async () => ({ one: () => 1 });
    const marked = exported(load, 'one');
    expect(marked).toBe(load);
    expect(marked.exportName).toBe('one');
  });
});

describe('routesOf', () => {
  const routeTo = routesOf<typeof extension>();

  it('addresses the pages of its extension', () => {
    expect(routeTo('overview')).toMatchObject({ route: 'overview', params: {} });
    expect(routeTo('pod', { pod: 'web-0', tab: 'cpu', cluster: 'dev' })).toMatchObject({
      route: 'pod',
      params: { pod: 'web-0', tab: 'cpu', cluster: 'dev' },
    });
  });
});

/** Compiled and never run: each line must be refused by the compiler. */
export function mistakes() {
  const title = 't';
  const routeTo = routesOf<typeof extension>();
  const needsProps = async () => ({ default: ({ name }: { name: string }) => name });
  const noDefault = async () => ({ Page: () => null });

  // @ts-expect-error: no such mount
  route('a', { mount: 'clutser', path: 'a', title, component: page });
  // @ts-expect-error: a path is relative
  route('a', { mount: 'root', path: '/a', title, component: page });
  // @ts-expect-error: no such member
  route('a', { mount: 'root', path: 'a', titel: title, title, component: page });
  // @ts-expect-error: no such skeleton
  route('a', { mount: 'root', path: 'a', title, skeleton: 'spinner', component: page });
  // @ts-expect-error: a page gets no props
  route('a', { mount: 'root', path: 'a', title, component: needsProps });
  // @ts-expect-error: the module has no default export
  route('a', { mount: 'root', path: 'a', title, component: noDefault });
  // @ts-expect-error: a title is needed
  route('a', { mount: 'root', path: 'a', component: page });
  // @ts-expect-error: the module has no such export
  exported(noDefault, 'Paeg');
  // @ts-expect-error: no such menu
  menu({ slot: 'clusters', id: 'a', title });
  // @ts-expect-error: it leads to one place
  menu({ slot: 'global', id: 'a', title, route: 'a', command: 'b' });
  // @ts-expect-error: outside the console only by https
  menu({ slot: 'global', id: 'a', title, href: 'javascript:alert(1)' });
  // @ts-expect-error: no such member
  menu({ slot: 'global', id: 'a', title, icno: 'chart' });
  // @ts-expect-error: group/version/Kind
  column('a', { for: 'Pod', title, component: page });
  // @ts-expect-error: either a handler or a route
  command('a', { title });
  // @ts-expect-error: <extension>/<Name>@<major>
  service('Query', { provider: page });
  // @ts-expect-error: the default does not fit the type
  settings({ properties: { a: { type: 'number', title, default: 'x' } } });
  // @ts-expect-error: maxLength is for text
  settings({ properties: { a: { type: 'number', title, default: 1, maxLength: 2 } } });

  // @ts-expect-error: no such route here
  defineExtension({ contributes: { menus: [menu({ slot: 'global', id: 'a', title, route: 'overview' })] } });
  // @ts-expect-error: no such command here
  defineExtension({ contributes: { actions: [action('a', { for: 'core/v1/Pod', title, command: 'gone' })] } });
  // @ts-expect-error: no such contribution
  defineExtension({ contributes: { rotues: [] } });

  // @ts-expect-error: no such page
  routeTo('overveiw');
  // @ts-expect-error: the pod is missing
  routeTo('pod');
  // @ts-expect-error: no such parameter
  routeTo('pod', { pod: 'web-0', node: 'a' });
}
