import { describe, expect, test } from 'vitest';
import { composeIndex } from '../compose.ts';
import type { ComposedIndex } from '../composed-index.ts';
import type { Contributions, ExtensionManifest, MenuContribution } from '../extension-manifest.ts';
import { indexUser, manifest, objects } from '../testing.ts';
import type { IndexObjects, IndexUser } from '../ui-bundle.ts';

const REF = { $ref: './p#default' };

function compose(
  contributions: Record<string, Contributions | [Contributions, Partial<ExtensionManifest>]>,
  rest: Partial<IndexObjects> = {},
  user: Partial<IndexUser> = {},
  locale = 'en',
): ComposedIndex {
  const manifests = Object.entries(contributions).map(([name, given]) => {
    const [contributes, more] = Array.isArray(given) ? given : [given, {}];
    return manifest({ name, contributes, ...more });
  });
  return composeIndex(objects(manifests, rest), indexUser(user), locale);
}

const route = (id: string, path = id, mount: 'cluster' | 'root' = 'cluster') => ({
  id,
  mount,
  path,
  title: id,
  component: REF,
});
const menu = (id: string, rest: Partial<MenuContribution> = {}): MenuContribution => ({
  slot: 'cluster',
  id,
  title: id,
  ...rest,
});
const told = (index: ComposedIndex) =>
  index.skipped.map(({ extension, item, problem }) => `${extension} ${item} ${problem.code}`);
const conflicts = (index: ComposedIndex) =>
  index.conflicts.map(
    ({ kind, subject, winner, loser }) => `${kind} ${subject}: ${winner.extension} over ${loser.extension}`,
  );

describe('routes', () => {
  test('that match the same URLs have one winner, whatever their parameters are called and wherever they are mounted', () => {
    const index = compose({
      a: { routes: [route('x', 'pods/:name')] },
      b: { routes: [route('y', 'pods/:pod/*')] },
      c: { routes: [route('z', 'clusters/:c/pods/:p', 'root')] },
      d: { routes: [route('w', 'pods/new')] },
    });
    expect(index.routes.map(({ extension }) => extension)).toEqual(['a', 'd']);
    expect(conflicts(index)).toEqual(['route /clusters/:/pods/:/*: a over b', 'route /clusters/:/pods/:/*: a over c']);
    expect(index.conflicts[0]!.problem).toMatchObject({ code: 'LB2010', extension: 'b' });
  });

  test('are won by the product’s own, and by an administrator’s choice before that', () => {
    const both = { a: { routes: [route('x')] }, b: { routes: [route('x')] } };
    const winner = (rest: Partial<IndexObjects>) => compose(both, rest).routes[0]!.extension;
    expect(winner({})).toBe('a');
    expect(winner({ builtin: ['b'] })).toBe('b');
    expect(winner({ builtin: ['b'], overrides: { 'route:/clusters/:/x/*': 'a' } })).toBe('a');
  });

  test('have their defaults filled in and nothing undefined', () => {
    const [only] = compose({ a: { routes: [route('x')] } }).routes;
    expect(Object.entries(only!)).toEqual([
      ['extension', 'a'],
      ['id', 'x'],
      ['mount', 'cluster'],
      ['path', 'x'],
      ['title', 'x'],
      ['skeleton', 'page'],
      ['prefetch', 'intent'],
      ['component', './p#default'],
    ]);
  });
});

describe('menus', () => {
  const names = (index: ComposedIndex) => index.menus.map(({ slot, extension, id }) => `${slot}: ${extension}.${id}`);

  test('of the second level find their parent by its bare or its full name', () => {
    const index = compose({
      core: { menus: [menu('workloads')] },
      a: { menus: [menu('x', { slot: 'cluster.workloads' }), menu('y', { slot: 'cluster.core.workloads' })] },
      b: { menus: [menu('own'), menu('z', { slot: 'cluster.own' })] },
    });
    expect(names(index)).toEqual([
      'cluster: b.own',
      'cluster: core.workloads',
      'cluster.b.own: b.z',
      'cluster.core.workloads: a.x',
      'cluster.core.workloads: a.y',
    ]);
    expect(told(index)).toEqual([]);
  });

  test('without their parent are shown on the first level and told', () => {
    const index = compose({ a: { menus: [menu('x', { slot: 'cluster.nowhere' })] } });
    expect(names(index)).toEqual(['cluster: a.x']);
    expect(told(index)).toEqual(['a menus/x LB2016']);
  });

  test('go with a parent that the person may not see', () => {
    const parent = menu('secret', { when: "can('list', 'secrets')" });
    const all = { core: { menus: [parent] }, a: { menus: [menu('x', { slot: 'cluster.secret' })] } };
    expect(names(compose(all, {}, { can: () => false }))).toEqual([]);
    expect(names(compose(all, {}, { can: () => undefined }))).toHaveLength(2);
  });

  test('with the same id in the same slot have one winner, which takes over the other’s children', () => {
    const index = compose({
      a: { menus: [menu('group'), menu('x', { slot: 'cluster.group' })] },
      b: {
        menus: [menu('group'), menu('y', { slot: 'cluster.group' }), menu('group', { id: 'other', slot: 'global' })],
      },
    });
    expect(names(index)).toEqual([
      'cluster: a.group',
      'cluster.a.group: a.x',
      'cluster.a.group: b.y',
      'global: b.other',
    ]);
    expect(conflicts(index)).toEqual(['menu cluster.group: a over b']);
  });

  test('in slots of extensions are theirs, and in slots of nobody are told', () => {
    const bar: Partial<ExtensionManifest> = { provides: { slots: [{ id: 'acme.bar' }] } };
    const index = compose({
      acme: [{ menus: [menu('parent', { slot: 'acme.bar' })] }, bar],
      b: { menus: [menu('x', { slot: 'acme.bar.parent' }), menu('y', { slot: 'clutser' })] },
    });
    expect(names(index)).toEqual(['acme.bar: acme.parent', 'acme.bar.acme.parent: b.x', 'clutser: b.y']);
    expect(told(index)).toEqual(['b menus/y LB2018']);
  });

  test('are ordered by their wishes, in groups; circles are told', () => {
    const index = compose({
      a: { menus: [menu('x', { order: { after: 'b.y' } })] },
      b: { menus: [menu('y', { order: { group: 'observe', after: 'a.x' } }), menu('first')] },
    });
    expect(index.menus.map(({ id, group }) => [id, group])).toEqual([
      ['first', undefined],
      ['x', 'observe'],
      ['y', 'observe'],
    ]);
    expect(told(index)).toEqual(['a menus/x LB2015']);
    expect(index.skipped[0]!.problem.params.cycle).toBe('a.x → b.y → a.x');
  });
});

describe('targets', () => {
  test('of another extension that are not there take the item out, and are told', () => {
    const index = compose({
      a: { menus: [menu('x', { route: 'gone/page' }), menu('y', { command: 'b/run' })] },
      b: { commands: [{ id: 'run', title: 'Run', handler: REF }] },
    });
    expect(index.menus).toMatchObject([{ id: 'y', command: 'b/run' }]);
    expect(told(index)).toEqual(['a menus/x LB1015']);
  });

  test('that the person may not see take the item out without a word', () => {
    const index = compose(
      {
        a: {
          routes: [{ ...route('x'), when: "can('list', 'x')" }],
          menus: [menu('x', { route: 'x' })],
          commands: [{ id: 'go', title: 'Go', route: 'x' }],
          quickAccess: [{ id: 'x', title: 'X', command: 'go' }],
        },
      },
      {},
      { can: () => false },
    );
    expect([index.menus, index.commands, index.quickAccess].flat()).toEqual([]);
    // Who comes by the page's address is told which right is missing.
    expect(index.routes.map(({ when }) => when)).toEqual(["can('list', 'x')"]);
    expect(index.skipped).toEqual([]);
  });

  test('that lost their URL take the item out, with that reason', () => {
    const index = compose({
      a: { routes: [route('x')] },
      b: { routes: [route('x')], menus: [menu('m', { route: 'x' })] },
    });
    expect(index.menus).toEqual([]);
    expect(told(index)).toEqual(['b menus/m LB2010']);
  });

  test('hand their open conditions to what leads to them', () => {
    const index = compose(
      { a: { routes: [{ ...route('x'), when: 'cluster' }], menus: [menu('m', { route: 'x', when: "feature('f')" })] } },
      {},
      { feature: () => undefined },
    );
    expect(index.menus[0]!.when).toBe("feature('f') && cluster");
  });
});

describe('conditions', () => {
  test('are decided as far as the server can', () => {
    const when = (condition: string, user: Partial<IndexUser> = {}) => {
      const [only] = compose({ a: { menus: [menu('x', { when: condition })] }, b: {} }, {}, user).menus;
      return only ? (only.when ?? true) : false;
    };
    expect(when("user == 'ada'")).toBe(true);
    expect(when("locale == 'zh'")).toBe(false);
    expect(when("installed('b') && !installed('c')")).toBe(true);
    expect(when("can('get', 'x') && cluster != ''")).toBe("cluster != ''");
    expect(when("can('get', 'x')", { can: () => undefined })).toBe("can('get', 'x')");
  });

  test('see as installed what can be used', () => {
    const index = compose({
      a: { menus: [menu('x', { when: "installed('b')" })] },
      b: [{}, { engines: { luban: '>=2' } }],
    });
    expect(index.menus).toEqual([]);
  });
});

describe('texts', () => {
  const i18n = {
    default: 'en',
    locales: ['en', 'zh'],
    manifest: { en: { a: 'Alpha', b: 'Beta' }, zh: { a: '甲' } },
  };
  const contributes: Contributions = {
    i18n,
    menus: [
      menu('a', { title: '%a%' }),
      menu('b', { title: '%b%' }),
      menu('c', { title: '%c%' }),
      menu('d', { title: '100%' }),
    ],
    commands: [{ id: 'c', title: '%a%', keywords: ['%b%', 'go'], handler: REF }],
    settings: {
      title: '%a%',
      properties: {
        s: { type: 'string', title: '%b%', default: 'x', enum: [{ value: 'x', title: '%a%' }] },
      },
    },
  };

  test.each([
    ['en', 'Alpha', 'Beta'],
    ['zh', '甲', 'Beta'],
    ['zh-TW', '甲', 'Beta'],
    ['fr', 'Alpha', 'Beta'],
  ])('are put into %s, or what comes nearest', (locale, a, b) => {
    const index = compose({ acme: contributes }, {}, {}, locale);
    expect(index.menus.map(({ title }) => title)).toEqual([a, b, 'c', '100%']);
    expect(index.commands[0]).toMatchObject({ title: a, keywords: [b, 'go'] });
    expect(index.settings[0]).toMatchObject({ title: a, properties: { s: { title: b, enum: [{ title: a }] } } });
    expect(index.skipped).toMatchObject([
      { item: 'menus/c', problem: { code: 'LB1017', params: { key: 'c', locale } } },
    ]);
  });

  test('of the name follow the locale too', () => {
    const displayName = { en: 'Acme', zh: '顶点' };
    const name = (locale: string) => compose({ a: [{}, { displayName }] }, {}, {}, locale).extensions[0]!.displayName;
    expect([name('zh-CN'), name('fr'), compose({ a: {} }).extensions[0]!.displayName]).toEqual(['顶点', 'Acme', 'a']);
  });
});

describe('commands', () => {
  const command = (id: string, key: string) => ({ id, title: id, handler: REF, key });

  test('share no key, however it is spelt, and the shell keeps its own', () => {
    const index = compose({
      a: { commands: [command('x', 'mod+shift+r'), command('palette', 'mod+k')] },
      b: { commands: [command('y', 'Shift+Mod+R'), command('z', 'mod+r')] },
    });
    expect(index.commands.map(({ id, key }) => [id, key])).toEqual([
      ['palette', undefined],
      ['x', 'mod+shift+r'],
      ['y', undefined],
      ['z', 'mod+r'],
    ]);
    expect(conflicts(index)).toEqual(['key mod+k: luban over a', 'key mod+shift+r: a over b']);
  });
});

describe('claims', () => {
  test('on ids, services, themes and slots have one winner each', () => {
    const common: Contributions = {
      slots: [{ slot: 'home.cards', id: 'cpu', component: REF }],
      columns: [{ for: 'core/v1/Pod', id: 'cpu', title: 'CPU', component: REF }],
      tabs: [{ for: 'core/v1/Pod', id: 'cpu', title: 'CPU', component: REF }],
      commands: [{ id: 'run', title: 'Run', handler: REF }],
      actions: [{ for: 'core/v1/Pod', id: 'run', title: 'Run', command: 'run' }],
      services: [{ token: 'x/Query@1', provider: REF }],
      themes: [{ id: 'night', title: 'Night', extends: 'dark', tokens: { accent: '#0a7' } }],
      quickAccess: [{ id: 'run', title: 'Run', command: 'run' }],
    };
    const provides = { provides: { slots: [{ id: 'x.bar' }] } };
    const index = compose({ a: [common, provides], b: [common, provides] });
    expect(conflicts(index).sort()).toEqual([
      'action core/v1/Pod run: a over b',
      'column core/v1/Pod cpu: a over b',
      'quickAccess run: a over b',
      'service x/Query@1: a over b',
      'slot home.cards cpu: a over b',
      'slotDefinition x.bar: a over b',
      'tab core/v1/Pod cpu: a over b',
      'theme night: a over b',
    ]);
    expect(index.commands.map(({ extension }) => extension)).toEqual(['a', 'b']);
    for (const list of ['slots', 'columns', 'tabs', 'actions', 'services', 'themes', 'quickAccess'] as const) {
      expect(
        index[list].map(({ extension }) => extension),
        list,
      ).toEqual(['a']);
    }
  });

  test('on a slot that takes one item too', () => {
    const single = { provides: { slots: [{ id: 'a.hero', multiple: false }] } };
    const hero = (id: string): Contributions => ({ slots: [{ slot: 'a.hero', id, component: REF }] });
    const index = compose({ a: [{}, single], b: hero('x'), c: hero('y') });
    expect(index.slots).toMatchObject([{ extension: 'b' }]);
    expect(index.conflicts).toMatchObject([{ subject: 'a.hero', problem: { code: 'LB2019' } }]);
  });

  test('on the shell’s slots are lost', () => {
    const index = compose({ a: [{}, { provides: { slots: [{ id: 'home.cards' }, { id: 'cluster' }] } }] });
    expect(index.slotDefinitions).toEqual([]);
    expect(conflicts(index)).toEqual([
      'slotDefinition cluster: luban over a',
      'slotDefinition home.cards: luban over a',
    ]);
  });

  test('on slots that nobody provides are told', () => {
    const index = compose({ a: { slots: [{ slot: 'nowhere', id: 'x', component: REF }] } });
    expect(index.slots).toHaveLength(1);
    expect(told(index)).toEqual(['a slots/x LB2018']);
  });
});

test('extensions say what the kernel needs of them', () => {
  const index = compose({ a: [{}, { activation: ['onStart'], framework: 'single-spa' }], b: {} }, { builtin: ['a'] });
  expect(index.extensions).toEqual([
    {
      name: 'a',
      version: '1.0.0',
      displayName: 'a',
      base: '/ext/a/1.0.0/',
      framework: 'single-spa',
      state: 'indexed',
      requires: [],
      eager: true,
      origin: 'builtin',
    },
    {
      name: 'b',
      version: '1.0.0',
      displayName: 'b',
      base: '/ext/b/1.0.0/',
      framework: 'react',
      state: 'indexed',
      requires: [],
      eager: false,
      origin: 'installed',
    },
  ]);
});
