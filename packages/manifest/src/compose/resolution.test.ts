import { describe, expect, test } from 'vitest';
import { composeIndex } from '../compose.ts';
import type { ExtensionManifest } from '../extension-manifest.ts';
import { indexUser, manifest, objects, TEST_HOST } from '../testing.ts';
import type { IndexObjects, IndexUser } from '../ui-bundle.ts';

const PAGE = { id: 'page', mount: 'cluster' as const, path: 'page', title: 'Page', component: { $ref: './p#default' } };

/** A manifest with a page at a path of its own. */
function extension(name: string, rest: Partial<ExtensionManifest> = {}): ExtensionManifest {
  return manifest({ name, contributes: { routes: [{ ...PAGE, path: name }] }, ...rest });
}

function states(manifests: ExtensionManifest[], rest: Partial<IndexObjects> = {}, user: Partial<IndexUser> = {}) {
  const index = composeIndex(objects(manifests, rest), indexUser(user), 'en');
  return Object.fromEntries(
    index.extensions.map(({ name, state, problem }) => [name, problem ? `${state} ${problem.code}` : state]),
  );
}

describe('the console', () => {
  test('must be of a version that is asked for', () => {
    expect(states([extension('a', { engines: { luban: '^0.1.0' } })])).toEqual({ a: 'indexed' });
    expect(states([extension('a', { engines: { luban: '>=2' } })])).toEqual({ a: 'incompatible LB2005' });
    expect(states([extension('a', { engines: { api: { '@luban/sdk': '^7.0.0' } } })])).toEqual({
      a: 'incompatible LB2005',
    });
    expect(states([extension('a', { engines: { api: { unknown: '*' } } })])).toEqual({ a: 'incompatible LB2005' });
  });

  test('must offer each shared package within its range; both versions are told', () => {
    const needing = (shared: Record<string, { range: string }>) => {
      const value = extension('a');
      return { ...value, remote: { ...value.remote!, shared } };
    };
    const index = composeIndex(objects([needing({ react: { range: '^18.2.0' } })]), indexUser(), 'en');
    expect(index.extensions[0]).toMatchObject({
      state: 'incompatible',
      problem: { code: 'LB2006', params: { share: 'react', range: '^18.2.0', offered: '19.3.1' } },
    });
    expect(states([needing({ moment: { range: '*' } })])).toEqual({ a: 'incompatible LB2007' });
    expect(states([needing({ react: { range: '^19.0.0' }, 'react-dom': { range: '*' } })])).toEqual({ a: 'indexed' });
  });

  test('may be a version ahead of its release', () => {
    const host = { ...TEST_HOST, version: '0.2.0-rc.1' };
    expect(states([extension('a', { engines: { luban: '>=0.1.0' } })], { host })).toEqual({ a: 'indexed' });
  });

  test('that fails in several ways is told in one row', () => {
    const value = extension('a', { engines: { luban: '>=2' }, requires: { extensions: { gone: '*' } } });
    const { skipped } = composeIndex(objects([value]), indexUser(), 'en');
    expect(skipped).toMatchObject([{ extension: 'a', problem: { code: 'LB2005' }, others: [{ code: 'LB2001' }] }]);
  });
});

describe('the cluster', () => {
  const value = extension('a', { requires: { capabilities: [{ group: 'metrics.k8s.io', kind: 'PodMetrics' }] } });

  test('must have the resource types that are needed, as far as the server can know', () => {
    const asked: string[] = [];
    const hasResource = (answer: boolean | undefined) => (type: string) => {
      asked.push(type);
      return answer;
    };
    expect(states([value], {}, { hasResource: hasResource(false) })).toEqual({ a: 'incompatible LB2008' });
    expect(states([value], {}, { hasResource: hasResource(undefined) })).toEqual({ a: 'indexed' });
    expect(asked).toEqual(['metrics.k8s.io/*/PodMetrics', 'metrics.k8s.io/*/PodMetrics']);
  });
});

describe('needed extensions', () => {
  const needs = (name: string, extensions: Record<string, string>) => extension(name, { requires: { extensions } });

  test('must be there, in a fitting version, and usable', () => {
    expect(states([needs('a', { b: '*' })])).toEqual({ a: 'incompatible LB2001' });
    expect(states([needs('a', { b: '^2.0.0' }), extension('b')])).toEqual({ a: 'incompatible LB2002', b: 'indexed' });
    const broken = extension('b', { engines: { luban: '>=2' } });
    expect(states([needs('a', { b: '*' }), broken, needs('c', { a: '*' })])).toEqual({
      a: 'incompatible LB2009',
      b: 'incompatible LB2005',
      c: 'incompatible LB2009',
    });
  });

  test('come first, each after what it needs itself', () => {
    const all = [needs('a', { c: '*', b: '*' }), needs('b', { d: '*' }), needs('c', { d: '*' }), extension('d')];
    const { extensions } = composeIndex(objects(all), indexUser(), 'en');
    expect(extensions.map(({ name, requires }) => [name, requires.join(' ')])).toEqual([
      ['a', 'd b c'],
      ['b', 'd'],
      ['c', 'd'],
      ['d', ''],
    ]);
  });

  test('in a circle are all incompatible at once, with the way in the message', () => {
    const all = [needs('a', { b: '*' }), needs('b', { c: '*' }), needs('c', { a: '*' }), needs('d', { a: '*' })];
    const { extensions, skipped } = composeIndex(objects(all), indexUser(), 'en');
    expect(extensions.map(({ problem }) => problem?.code)).toEqual(['LB2003', 'LB2003', 'LB2003', 'LB2009']);
    expect(skipped[0]!.problem.params.path).toBe('a → b → c → a');
  });

  test('that are optional come first when they fit, and are told when they do not', () => {
    const optional = (name: string, names: Record<string, string>) =>
      extension(name, { requires: { optional: names } });
    const all = [optional('a', { b: '*', gone: '*', old: '^9.0.0' }), optional('b', { a: '*' }), extension('old')];
    const { extensions, skipped } = composeIndex(objects(all), indexUser(), 'en');
    expect(extensions.map(({ name, state, requires }) => [name, state, requires.join(' ')])).toEqual([
      ['a', 'indexed', 'b'],
      ['b', 'indexed', ''],
      ['old', 'indexed', ''],
    ]);
    expect(skipped.map(({ extension: owner, item, problem }) => [owner, item, problem.code])).toEqual([
      ['a', 'requires/optional/old', 'LB2002'],
      ['b', 'requires/optional/a', 'LB2003'],
    ]);
  });

  test('may form a chain of any length', () => {
    const chain = Array.from({ length: 500 }, (_, number) =>
      needs(`x${number}`, number === 499 ? {} : { [`x${number + 1}`]: '*' }),
    );
    const { extensions } = composeIndex(objects(chain), indexUser(), 'en');
    expect(extensions.find(({ name }) => name === 'x0')!.requires).toHaveLength(499);
  });
});

describe('extensions that exclude each other', () => {
  const excludes = (name: string, ...conflicts: string[]) => extension(name, { conflicts });

  test('the one that says so yields', () => {
    expect(states([excludes('a', 'b'), extension('b')])).toEqual({ a: 'incompatible LB2004', b: 'indexed' });
    expect(states([extension('a'), excludes('b', 'a')])).toEqual({ a: 'indexed', b: 'incompatible LB2004' });
  });

  test('when both say so, the product’s own stays, then the first by name', () => {
    const both = [excludes('a', 'b'), excludes('b', 'a')];
    expect(states(both)).toEqual({ a: 'indexed', b: 'incompatible LB2004' });
    expect(states(both, { builtin: ['b'] })).toEqual({ a: 'incompatible LB2004', b: 'indexed' });
  });

  test('an administrator’s choice prevails', () => {
    const overrides = { 'extension:a+b': 'a' };
    expect(states([excludes('a', 'b'), extension('b')], { overrides })).toEqual({
      a: 'indexed',
      b: 'incompatible LB2004',
    });
  });

  test('one that cannot be used excludes nobody', () => {
    const broken = extension('a', { conflicts: ['b'], engines: { luban: '>=2' } });
    const mutual = excludes('b', 'a');
    expect(states([broken, mutual])).toEqual({ a: 'incompatible LB2005', b: 'indexed' });
  });
});

describe('extensions that replace others', () => {
  const replaces = (name: string, other: string, rest: Partial<ExtensionManifest> = {}) =>
    extension(name, { replaces: { name: other }, ...rest });

  test('take their place, visibly', () => {
    const index = composeIndex(objects([replaces('new', 'old'), extension('old')]), indexUser(), 'en');
    expect(index.extensions.map(({ name }) => name)).toEqual(['new']);
    expect(index.skipped).toMatchObject([{ extension: 'old', problem: { code: 'LB2017', params: { by: 'new' } } }]);
    expect(index.conflicts).toMatchObject([
      { kind: 'extension', winner: { extension: 'new' }, loser: { extension: 'old' } },
    ]);
  });

  test('do not when they cannot be used themselves', () => {
    expect(states([replaces('new', 'old', { engines: { luban: '>=2' } }), extension('old')])).toEqual({
      new: 'incompatible LB2005',
      old: 'indexed',
    });
  });

  test('do not take the place of the product’s own, unless chosen', () => {
    const both = [replaces('new', 'old'), extension('old')];
    expect(states(both, { builtin: ['old'] })).toEqual({ new: 'indexed', old: 'indexed' });
    expect(states(both, { builtin: ['old'], overrides: { 'extension:old': 'new' } })).toEqual({ new: 'indexed' });
  });

  test('in a circle leave the first by rank', () => {
    const circle = [replaces('a', 'b'), replaces('b', 'c'), replaces('c', 'a')];
    expect(states(circle)).toEqual({ a: 'indexed' });
    expect(states(circle.slice(0, 2))).toEqual({ a: 'indexed' });
    expect(states(circle, { builtin: ['b'] })).toEqual({ b: 'indexed' });
  });
});

describe('an incompatible extension', () => {
  test('keeps its pages and menus, and loses all else', () => {
    const ref = { $ref: './p#default' };
    const value = extension('a', {
      engines: { luban: '>=2' },
      contributes: {
        routes: [PAGE],
        menus: [
          { slot: 'cluster', id: 'page', title: 'Page', route: 'page' },
          { slot: 'cluster', id: 'run', title: 'Run', command: 'run' },
        ],
        slots: [{ slot: 'home.cards', id: 'card', component: ref }],
        commands: [{ id: 'run', title: 'Run', handler: ref }],
        services: [{ token: 'a/X@1', provider: ref }],
        quickAccess: [{ id: 'page', title: 'Page', route: 'page' }],
        themes: [{ id: 'night', title: 'Night', extends: 'dark', tokens: {} }],
        settings: { properties: {} },
      },
      provides: { slots: [{ id: 'a.bar' }] },
    });
    const index = composeIndex(objects([value]), indexUser(), 'en');
    expect(index.routes.map(({ id }) => id)).toEqual(['page']);
    expect(index.menus.map(({ id }) => id)).toEqual(['page', 'run']);
    for (const list of [
      'slots',
      'commands',
      'services',
      'quickAccess',
      'themes',
      'settings',
      'slotDefinitions',
    ] as const) {
      expect(index[list], list).toEqual([]);
    }
  });

  test('does not take a URL from one that works', () => {
    const same = { contributes: { routes: [PAGE] } };
    const all = [extension('a', { ...same, engines: { luban: '>=2' } }), extension('b', same)];
    expect(composeIndex(objects(all), indexUser(), 'en').routes).toMatchObject([{ extension: 'b' }]);
  });
});
