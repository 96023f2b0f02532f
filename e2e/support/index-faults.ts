/** Extensions that are wrong in a way the server finds before any of their code is loaded. */
import type { Contributions, ExtensionManifest } from '@luban/manifest';
import { page } from './fixture-code.ts';
import { DEFAULT_SHARED, type Fixture } from './fixture-extension.ts';

/** Extensions whose page stays in the menu and explains what is missing. */
export interface IncompatibleFault {
  name: string;
  title: string;
  code: string;
  extensions: Fixture[];
}

export function incompatibleFaults(): IncompatibleFault[] {
  const cycle = (name: string, needs: string) =>
    pageExtension(name, { requires: { extensions: { [needs]: '^1.0.0' } } });
  return [
    {
      name: 'wants-react-18',
      title: 'built for React 18',
      code: 'LB2006',
      extensions: [
        {
          ...pageExtension('wants-react-18'),
          shared: { ...DEFAULT_SHARED, react: { range: '^18.0.0', singleton: true } },
        },
      ],
    },
    {
      name: 'wants-newer-sdk',
      title: 'whose shared range is not met',
      code: 'LB2006',
      extensions: [
        { ...pageExtension('wants-newer-sdk'), shared: { ...DEFAULT_SHARED, '@luban/sdk': { range: '^7.1.0' } } },
      ],
    },
    {
      name: 'wants-unknown-share',
      title: 'that wants a package nobody shares',
      code: 'LB2007',
      extensions: [
        { ...pageExtension('wants-unknown-share'), shared: { ...DEFAULT_SHARED, jquery: { range: '^3.0.0' } } },
      ],
    },
    {
      name: 'lacks-dependency',
      title: 'whose dependency is missing',
      code: 'LB2001',
      extensions: [pageExtension('lacks-dependency', { requires: { extensions: { 'not-installed': '^1.0.0' } } })],
    },
    {
      name: 'circle-one',
      title: 'that depends on itself by way of another',
      code: 'LB2003',
      extensions: [cycle('circle-one', 'circle-two'), cycle('circle-two', 'circle-one')],
    },
    {
      name: 'wants-newer-luban',
      title: 'made for a later console',
      code: 'LB2005',
      extensions: [pageExtension('wants-newer-luban', { engines: { luban: '>=99.0.0' } })],
    },
  ];
}

/** Removes one member, addressed by a path such as `remote.entry` or `contributes.routes.0.id`. */
export function without(manifest: ExtensionManifest, path: string): unknown {
  const copy = structuredClone(manifest) as unknown as Record<string, unknown>;
  const steps = path.split('.');
  const last = steps.pop();
  const parent = steps.reduce((value, step) => value[step] as Record<string, unknown>, copy);
  if (last === undefined || !(last in parent)) throw new Error(`The manifest has no ${path}`);
  delete parent[last];
  return copy;
}

/** Every field that `extension.json` cannot do without, one per contribution kind included. */
export const REQUIRED_FIELDS = [
  'apiVersion',
  'name',
  'version',
  'contributes',
  'remote.format',
  'remote.entry',
  'remote.shared',
  'remote.modules',
  'remote.integrity',
  'remote.bytes',
  'contributes.routes.0.id',
  'contributes.routes.0.mount',
  'contributes.routes.0.path',
  'contributes.routes.0.title',
  'contributes.routes.0.component',
  'contributes.menus.0.slot',
  'contributes.menus.0.id',
  'contributes.menus.0.title',
  'contributes.slots.0.slot',
  'contributes.slots.0.id',
  'contributes.slots.0.component',
  'contributes.columns.0.for',
  'contributes.columns.0.id',
  'contributes.columns.0.title',
  'contributes.columns.0.component',
  'contributes.tabs.0.for',
  'contributes.tabs.0.id',
  'contributes.tabs.0.title',
  'contributes.tabs.0.component',
  'contributes.actions.0.for',
  'contributes.actions.0.id',
  'contributes.actions.0.title',
  'contributes.actions.0.command',
  'contributes.commands.0.id',
  'contributes.commands.0.title',
  'contributes.services.0.token',
  'contributes.services.0.provider',
  'contributes.settings.properties',
  'contributes.themes.0.id',
  'contributes.themes.0.title',
  'contributes.themes.0.extends',
  'contributes.themes.0.tokens',
  'contributes.i18n.default',
  'contributes.i18n.locales',
  'contributes.i18n.manifest',
  'contributes.quickAccess.0.id',
  'contributes.quickAccess.0.title',
] as const;

/** One contribution of every kind, all valid. */
export function everyContribution(name: string): Contributions {
  const component = { $ref: './page#default' };
  const resource = 'core/v1/Pod';
  return {
    routes: [{ id: 'page', mount: 'root', path: name, title: `Page of ${name}`, component }],
    menus: [{ slot: 'global', id: name, title: `Go to ${name}`, route: 'page' }],
    slots: [{ slot: 'home.cards', id: name, component }],
    columns: [{ for: resource, id: name, title: 'Column', component }],
    tabs: [{ for: resource, id: name, title: 'Tab', component }],
    actions: [{ for: resource, id: name, title: 'Action', command: 'command' }],
    commands: [{ id: 'command', title: 'Command', handler: component }],
    services: [{ token: `${name}/Service@1`, provider: component }],
    settings: { properties: { size: { type: 'number', title: 'Size', default: 1 } } },
    themes: [{ id: name, title: 'Theme', extends: 'dark', tokens: { accent: '#123456' } }],
    i18n: { default: 'en', locales: ['en'], manifest: { en: { name } } },
    quickAccess: [{ id: name, title: 'Quick', route: 'page' }],
  };
}

export function pageExtension(name: string, manifest: Partial<ExtensionManifest> = {}): Fixture {
  return {
    name,
    title: `Faulty ${name}`,
    modules: { './page': page(`Page of ${name}`) },
    contributes: {
      routes: [
        { id: 'page', mount: 'root', path: name, title: `Page of ${name}`, component: { $ref: './page#default' } },
      ],
      menus: [{ slot: 'global', id: name, title: `Go to ${name}`, route: 'page' }],
    },
    manifest,
  };
}
