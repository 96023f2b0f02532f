import * as fc from 'fast-check';
import {
  type Contributions,
  type ExtensionManifest,
  type I18nContribution,
  MENU_SLOTS,
  type Order,
  ROUTE_MOUNTS,
  SKELETONS,
} from '../extension-manifest.ts';
import { routeKey } from '../route-pattern.ts';
import { validateManifest } from '../validate.ts';
import { printWhen } from '../when/print.ts';
import { arbitraryWhen } from './arbitrary-when.ts';
import { manifest } from './builders.ts';

// Few names, so that generated extensions meet: claim the same things, refer to and depend on each other.
const NAMES = ['alpha', 'beta', 'core', 'delta', 'omega', 'zeta-2'];
const IDS = ['a', 'b', 'nodes', 'overview', 'pods.list', 'x-1'];
const GROUPS = ['observe', 'run'];
const TYPES = ['core/v1/Pod', 'apps/v1/Deployment'];

const name = fc.constantFrom(...NAMES);
const text = fc.oneof(
  fc.constantFrom('Overview', 'Nodes', '%nav.title%', '<b>x</b>'),
  fc.string({ minLength: 1, maxLength: 20 }).filter((value) => !value.startsWith('%')),
);
const module = fc.constantFrom('./pages/A', './pages/B', './cards/C');
const reference = module.map((path) => ({ $ref: `${path}#default` }));
const anchor = fc.oneof(
  fc.constantFrom(...IDS),
  fc.tuple(name, fc.constantFrom(...IDS)).map((parts) => parts.join('.')),
);
const order: fc.Arbitrary<Order> = fc.record(
  { group: fc.constantFrom(...GROUPS), before: anchor, after: anchor },
  { requiredKeys: [] },
);
const when = arbitraryWhen()
  .map(printWhen)
  .filter((expression) => expression.length < 200);
const version = fc
  .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 }))
  .map(([major, minor]) => `${major}.${minor}.0`);
const range = fc.constantFrom('*', '^1.0.0', '>=1', '<3', '^9.0.0');

/** A valid manifest, also for authors. */
export function arbitraryManifest(): fc.Arbitrary<ExtensionManifest> {
  return (
    fc
      .record(
        {
          name,
          version,
          contributes: contributions(),
          displayName: fc.record({ en: text, zh: text }),
          framework: fc.constantFrom('react' as const, 'single-spa' as const),
          requires: fc.record(
            {
              extensions: fc.dictionary(name, range, { maxKeys: 2 }),
              optional: fc.dictionary(name, range, { maxKeys: 1 }),
            },
            { requiredKeys: [] },
          ),
          conflicts: fc.uniqueArray(name, { maxLength: 1 }),
          replaces: fc.record({ name }),
          provides: fc.record({
            slots: fc.uniqueArray(
              fc.record({ id: fc.constantFrom('dashboard.cards', 'alpha.bar'), multiple: fc.boolean() }),
              { selector: (slot) => slot.id, maxLength: 2 },
            ),
          }),
          activation: fc.constantFrom<string[][]>(['onStart'], ['onRoute:a']),
        },
        { requiredKeys: ['name', 'version', 'contributes'] },
      )
      .map((parts) => manifest(withoutItself(parts)))
      // What is left are items whose order contradicts itself.
      .filter((each) => validateManifest(each, { mode: 'author' }).errors.length === 0)
  );
}

/** Up to eight manifests, several of one name among them. */
export function arbitraryManifests(): fc.Arbitrary<ExtensionManifest[]> {
  return fc.uniqueArray(arbitraryManifest(), { maxLength: 8, selector: (each) => `${each.name}@${each.version}` });
}

function contributions(): fc.Arbitrary<Contributions> {
  const icon = fc.constantFrom('chart', 'puzzle');
  const item = { id: fc.constantFrom(...IDS), title: text };
  return fc
    .record({
      routes: fc.uniqueArray(
        fc.record(
          {
            ...item,
            mount: fc.constantFrom(...ROUTE_MOUNTS),
            path: fc.constantFrom('', 'metrics', 'metrics/:id', 'metrics/:name', 'nodes/*', 'clusters/:c/metrics'),
            component: reference,
            description: text,
            icon,
            when,
            skeleton: fc.constantFrom(...SKELETONS),
          },
          { requiredKeys: ['id', 'title', 'mount', 'path', 'component'] },
        ),
        { comparator: (left, right) => left.id === right.id || routeKey(left) === routeKey(right), maxLength: 4 },
      ),
      menus: list(
        fc.record(
          {
            ...item,
            slot: fc.oneof(
              fc.constantFrom<string>(...MENU_SLOTS, 'alpha.bar'),
              fc.constantFrom(...IDS).map((id) => `cluster.${id}`),
            ),
            icon,
            order,
            when,
          },
          { requiredKeys: ['id', 'title', 'slot'] },
        ),
      ),
      slots: list(
        fc.record(
          {
            id: item.id,
            slot: fc.constantFrom('home.cards', 'dashboard.cards', 'nowhere'),
            component: reference,
            order,
            when,
          },
          { requiredKeys: ['id', 'slot', 'component'] },
        ),
      ),
      columns: list(fc.record({ ...item, for: fc.constantFrom(...TYPES), component: reference, order })),
      tabs: list(fc.record({ ...item, for: fc.constantFrom(...TYPES), component: reference, order })),
      commands: list(
        fc.record(
          {
            ...item,
            handler: reference,
            keywords: fc.array(text, { maxLength: 2 }),
            key: fc.constantFrom('mod+shift+r', 'shift+mod+R', 'g', 'mod+k'),
            palette: fc.boolean(),
            when,
          },
          { requiredKeys: ['id', 'title', 'handler'] },
        ),
      ),
      services: fc.uniqueArray(
        fc.record({ token: fc.constantFrom('alpha/Query@1', 'beta/Store@2'), provider: reference }),
        { selector: (service) => service.token, maxLength: 2 },
      ),
      themes: list(
        fc.record({
          ...item,
          extends: fc.constantFrom('light' as const, 'dark' as const),
          tokens: fc.constant({ accent: '#0a7' }),
        }),
      ),
      i18n: fc.constant<I18nContribution>({
        default: 'en',
        locales: ['en', 'zh'],
        manifest: { en: { 'nav.title': 'Title' }, zh: { 'nav.title': '标题' } },
      }),
    })
    .map(clean);
}

/** Items of one kind with ids of their own. */
function list<T extends { id: string }>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.uniqueArray(item, { selector: (each) => each.id, maxLength: 4 });
}

function withoutItself<T extends Partial<ExtensionManifest>>(parts: T): T {
  const { name: own, requires, conflicts, replaces, ...rest } = parts;
  const others = (names: Record<string, string> | undefined) =>
    names && Object.fromEntries(Object.entries(names).filter(([other]) => other !== own));
  return {
    ...rest,
    name: own,
    ...(requires && {
      requires: clean({ extensions: others(requires.extensions), optional: others(requires.optional) }),
    }),
    ...(conflicts && { conflicts: conflicts.filter((other) => other !== own) }),
    ...(replaces && replaces.name !== own && { replaces }),
  } as T;
}

/** As JSON has it: without undefined fields, and with ordinary prototypes. */
function clean<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
