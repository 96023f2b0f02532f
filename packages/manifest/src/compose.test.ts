import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeIndex } from './compose.ts';
import { arbitraryManifests, bundle, indexUser, largeCatalogue, manifest, objects } from './testing.ts';
import { LIST_KEYS, type ListName } from './wire/delta.ts';

const UNDECIDED = indexUser({ can: () => undefined, feature: () => undefined });

describe('for any manifests', () => {
  test('the result is the same over 100 shuffles of the input', () => {
    // Two of each name, and names that claim the same things.
    const all = fc.sample(arbitraryManifests(), { numRuns: 12, seed: 7 }).flat();
    expect(all.length).toBeGreaterThan(30);
    const expected = JSON.stringify(composeIndex(objects(all), UNDECIDED, 'en'));
    const order = fc.shuffledSubarray(all, { minLength: all.length });
    for (const shuffled of fc.sample(order, { numRuns: 100, seed: 11 })) {
      expect(JSON.stringify(composeIndex(objects(shuffled), UNDECIDED, 'en'))).toBe(expected);
    }
  });

  test('the result does not depend on the order of the input, and inputs stay as they are', () => {
    const shuffled = arbitraryManifests().chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        const before = JSON.stringify(all);
        const index = composeIndex(objects(all), UNDECIDED, 'zh');
        expect(composeIndex(objects(other), UNDECIDED, 'zh')).toEqual(index);
        expect(JSON.stringify(all)).toBe(before);
      }),
    );
  });

  test('every item has an owner in the index, a key of its own, and leads to something', () => {
    fc.assert(
      fc.property(arbitraryManifests(), (all) => {
        const index = composeIndex(objects(all), UNDECIDED, 'en');
        const states = new Map(index.extensions.map(({ name, state }) => [name, state]));
        for (const name of Object.keys(LIST_KEYS) as ListName[]) {
          if (name === 'conflicts' || name === 'skipped') continue;
          const rows = index[name] as { extension?: string }[];
          const keys = rows.map(LIST_KEYS[name] as (row: object) => string);
          expect(new Set(keys).size, name).toBe(rows.length);
          if (name === 'extensions') continue;
          const allowed = name === 'routes' || name === 'menus' ? ['indexed', 'incompatible'] : ['indexed'];
          for (const row of rows) expect(allowed, name).toContain(states.get(row.extension!));
        }
        for (const { requires, state } of index.extensions) {
          expect(state === 'indexed' || requires.length === 0).toBe(true);
          requires.forEach((needed, place) => {
            expect(states.get(needed)).toBe('indexed');
            const theirs = index.extensions.find(({ name }) => name === needed)!.requires;
            expect(requires.slice(0, place)).toEqual(expect.arrayContaining(theirs));
          });
        }
      }),
    );
  });

  test('every extension that was given is in the index or is told why not', () => {
    fc.assert(
      fc.property(arbitraryManifests(), (all) => {
        const index = composeIndex(objects(all), UNDECIDED, 'en');
        const shown = new Set(index.extensions.map(({ name, version }) => `${name}@${version}`));
        const told = new Set(index.skipped.filter(({ item }) => !item).map((row) => `${row.extension}@${row.version}`));
        for (const { name, version } of all) {
          expect(shown.has(`${name}@${version}`) || told.has(`${name}@${version}`)).toBe(true);
        }
        for (const { name, version, problem } of index.extensions) {
          expect(told.has(`${name}@${version}`)).toBe(problem !== undefined);
        }
      }),
    );
  });
});

describe('the revision', () => {
  const compose = (count: number, locale = 'en') => composeIndex(objects(largeCatalogue(count)), UNDECIDED, locale);

  test('is the same for equal content and another for other content', () => {
    expect(compose(3).revision).toBe(compose(3).revision);
    expect(compose(3).revision).not.toBe(compose(4).revision);
    expect(compose(3, 'zh').revision).not.toBe(compose(3).revision);
    expect(compose(3).revision).toMatch(/^[0-9a-f]{16}$/);
  });

  test('tells a thousand similar indexes apart', () => {
    const revisions = new Set<string>();
    for (let patch = 0; patch < 1000; patch += 1) {
      revisions.add(composeIndex(objects([manifest({ version: `1.0.${patch}` })]), UNDECIDED, 'en').revision);
    }
    expect(revisions.size).toBe(1000);
  });
});

describe('bundles', () => {
  test('that are disabled are not there at all', () => {
    const disabled = { ...bundle({ name: 'off' }), status: { state: 'Disabled' as const } };
    const index = composeIndex(
      { ...objects([{ name: 'on' }]), bundles: [disabled, bundle({ name: 'on' })] },
      UNDECIDED,
      'en',
    );
    expect(index.extensions.map(({ name }) => name)).toEqual(['on']);
    expect(index.skipped).toEqual([]);
  });

  test('have the base that they are told to have', () => {
    const compose = (baseOf?: () => string) =>
      composeIndex(objects([{}], { baseOf }), UNDECIDED, 'en').extensions[0]!.base;
    expect(compose()).toBe('/ext/acme/1.0.0/');
    expect(compose(() => 'https://dev.example/')).toBe('https://dev.example/');
  });

  test('of which the source could take nothing are passed on', () => {
    const skipped = [{ extension: 'x', problem: { code: 'LB1001', params: { reason: 'it is no regular file' } } }];
    expect(composeIndex(objects([], { skipped }), UNDECIDED, 'en').skipped).toEqual(skipped);
  });

  test('of one name: the highest valid version wins', () => {
    const index = composeIndex(
      objects([{ version: '1.10.0' }, { version: '1.9.0' }, { version: '2.0.0', framework: 'vue' as never }]),
      UNDECIDED,
      'en',
    );
    expect(index.extensions).toMatchObject([{ name: 'acme', version: '1.10.0', state: 'indexed' }]);
    expect(index.conflicts.map(({ kind, winner, loser }) => [kind, winner.id, loser.id])).toEqual([
      ['extension', '1.10.0', '1.9.0'],
      ['extension', '1.10.0', '2.0.0'],
    ]);
    expect(index.skipped.map(({ version, problem }) => [version, problem.code])).toEqual([
      ['1.9.0', 'LB2014'],
      ['2.0.0', 'LB1004'],
    ]);
  });

  test('whose manifest is of another version are not trusted', () => {
    const index = composeIndex({ ...objects([]), bundles: [bundle({}, { version: '1.1.0' })] }, UNDECIDED, 'en');
    expect(index.extensions).toMatchObject([{ version: '1.1.0', state: 'untrusted', problem: { code: 'LB1004' } }]);
  });
});

describe('an invalid manifest', () => {
  const page = { mount: 'cluster' as const, title: 'X', component: { $ref: './p#default' } };
  const broken = manifest({
    displayName: { en: 'Acme' },
    contributes: {
      routes: [
        { ...page, id: 'sound', path: 'sound' },
        { ...page, id: 'bad', path: '../bad' },
      ],
      menus: [{ slot: 'cluster', id: 'sound', title: '%title%', route: 'sound' }],
      commands: [{ id: 'run', title: 'Run', handler: { $ref: './p#run' } }],
      i18n: { default: 'en', locales: ['en'], manifest: { en: { title: 'Sound' } } },
    },
    framework: 'vue' as never,
  });

  test('leaves its sound routes and menus, so that they can say what is wrong', () => {
    const index = composeIndex(objects([broken]), UNDECIDED, 'en');
    expect(index.extensions).toMatchObject([
      { name: 'acme', displayName: 'Acme', state: 'untrusted', problem: { code: 'LB1010' } },
    ]);
    expect(index.routes.map(({ id }) => id)).toEqual(['sound']);
    expect(index.menus).toMatchObject([{ id: 'sound', title: 'Sound', route: 'acme/sound' }]);
    expect(index.commands).toEqual([]);
  });

  test('is told with all that was found', () => {
    const [row] = composeIndex(objects([broken]), UNDECIDED, 'en').skipped;
    expect([row!.problem, ...row!.others!].map(({ params }) => params.field)).toEqual([
      'contributes.routes[1].path',
      'framework',
    ]);
  });

  test.each(['name', 'version', 'apiVersion', 'contributes'])('without %s costs nobody else anything', (field) => {
    const value: Record<string, unknown> = { ...manifest({ name: 'acme' }) };
    delete value[field];
    const input = { ...objects([]), bundles: [bundle({}, { manifest: value }), bundle({ name: 'other' })] };
    const index = composeIndex(input, UNDECIDED, 'en');
    expect(index.extensions.find(({ name }) => name === 'other')!.state).toBe('indexed');
    expect(index.skipped).toMatchObject([{ extension: 'acme', problem: { code: 'LB1003', params: { field } } }]);
  });

  test.each([null, 7, 'x', [], true])('%j is none', (value) => {
    const index = composeIndex({ ...objects([]), bundles: [bundle({}, { manifest: value })] }, UNDECIDED, 'en');
    expect(index.skipped).toMatchObject([{ problem: { code: 'LB1001' } }]);
  });
});
