import type { ExtensionManifest } from '../extension-manifest.ts';
import { manifest } from './builders.ts';

const THINGS =
  'Overview Alerts Traces Pipelines Volumes Certificates Secrets Jobs Queues Topics Tokens Policies Quotas Backups Images Scans Charts Releases Runners Webhooks Domains Gateways Ingresses Meshes Caches Buckets Databases Replicas Snapshots Schedules Reports Budgets Invoices Audits Sessions Groups Roles Keys Devices Models Notebooks Datasets Experiments Functions Events Streams Dashboards Probes Incidents Runbooks'.split(
    ' ',
  );
const ICONS = ['chart', 'box', 'shield', 'bell', 'database', 'cloud', 'key', 'puzzle'];

/**
 * A catalogue as a large installation has it: `extension-0` and so on, 15 contributions each: three pages with their menu
 * items, a home card, two columns, a tab, an action, three commands and a quick access entry. Texts differ.
 */
export function largeCatalogue(count: number): ExtensionManifest[] {
  return Array.from({ length: count }, (_, number) => {
    const things = [0, 1, 2].map((offset) => THINGS[(number * 3 + offset * 17) % THINGS.length]!);
    const icon = ICONS[number % ICONS.length]!;
    const [first = ''] = things;
    const name = `extension-${number}`;
    const id = (thing: string) => `${thing.toLowerCase()}-${number}`;
    return manifest({
      name,
      version: `1.${number % 7}.${number % 3}`,
      displayName: { en: `${first} suite ${number}`, zh: `${first} 套件 ${number}` },
      contributes: {
        routes: things.map((thing) => ({
          id: id(thing),
          mount: 'cluster' as const,
          path: id(thing),
          title: `${thing} of ${first} suite`,
          icon,
          skeleton: 'table' as const,
          component: { $ref: `./pages/${thing}#default` },
        })),
        menus: things.map((thing) => ({
          id: id(thing),
          slot: 'cluster',
          title: thing,
          icon,
          route: id(thing),
          order: { group: 'observe' },
          when: `can('list', '${thing.toLowerCase()}.example.com')`,
        })),
        slots: [{ id: id('card'), slot: 'home.cards', component: { $ref: `./cards/${first}#default` } }],
        columns: ['Usage', 'Health'].map((title) => ({
          id: id(title),
          for: 'core/v1/Pod',
          title: `${title} ${first}`,
          component: { $ref: `./columns/${title}#default` },
        })),
        tabs: [{ id: id('tab'), for: 'apps/v1/Deployment', title: first, component: { $ref: './tabs/Tab#default' } }],
        actions: [{ id: id('action'), for: 'core/v1/Pod', title: `Inspect ${first}`, command: id('inspect') }],
        commands: ['inspect', 'create', 'refresh'].map((verb) => ({
          id: id(verb),
          title: `${verb} ${first.toLowerCase()}`,
          handler: { $ref: `./commands#${verb}` },
        })),
        quickAccess: [{ id: id('quick'), title: first, icon, route: id(first) }],
      },
    });
  });
}
