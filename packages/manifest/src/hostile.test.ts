import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeIndex } from './compose.ts';
import type { ExtensionManifest } from './extension-manifest.ts';
import { explain } from './messages.ts';
import { arbitraryManifest, bundle, indexUser, manifest, objects } from './testing.ts';
import { LIMITS, validateManifest } from './validate.ts';
import { decodeIndex } from './wire/decode.ts';
import { encodeIndex } from './wire/encode.ts';

const STRINGS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '//evil.example/x',
  '\\\\evil.example\\x',
  '../../etc/passwd',
  '..%2f..%2fetc',
  'file:///etc/passwd',
  '\u202eelif.exe',
  '\u2066x\u2069',
  '\u0000\u0007\u001b[31m',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '{{7*7}}',
  '%__proto__%',
  '%toString%',
  'x'.repeat(100_000),
  `${'('.repeat(50_000)}`,
  `${'a'.repeat(50_000)}!`,
  `${'.'.repeat(50_000)}/`,
  `${'-'.repeat(60)}!`,
  '\ud800',
  '',
];

const PAGE = { id: 'a', mount: 'root', path: 'x', title: 'X', component: { $ref: './p#default' } };

test('no JSON value makes validation throw', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom('author', 'runtime'), (value, mode) => {
      const result = validateManifest(value, { mode: mode as 'author' });
      expect(result.manifest === undefined).toBe(result.errors.length > 0);
    }),
  );
});

test('no value at any place of a valid manifest makes validation or composition throw', () => {
  const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(...STRINGS));
  fc.assert(
    fc.property(arbitraryManifest(), fc.nat(), anything, (value, place, other) => {
      const broken = replaceAt(value, place, other);
      const { errors } = validateManifest(broken, { mode: 'runtime' });
      const index = composeIndex({ ...objects([]), bundles: [bundle({}, { manifest: broken })] }, indexUser(), 'en');
      if (errors.length > 0) expect(index.skipped.length).toBeGreaterThan(0);
      for (const { problem } of index.skipped) expect(explain(problem, 'en').sentence.length).toBeLessThan(2000);
      expect(decodeIndex(JSON.parse(JSON.stringify(encodeIndex(index))))).toEqual(index);
    }),
    { numRuns: 200 },
  );
});

describe('special keys', () => {
  test.each(['__proto__', 'constructor', 'prototype'])('%s is refused anywhere', (key) => {
    const text = JSON.stringify(manifest({ provides: { slots: [{ id: 'a', props: { properties: { KEY: {} } } }] } }));
    const value: unknown = JSON.parse(text.replace('"KEY"', JSON.stringify(key)));
    expect(validateManifest(value, { mode: 'runtime' }).errors).toMatchObject([
      { code: 'LB1004', params: { field: `provides.slots[0].props.properties.${key}` } },
    ]);
  });

  test('leave every prototype as it was', () => {
    const value: unknown = JSON.parse(
      '{"apiVersion":"luban.dev/v1","name":"acme","version":"1.0.0","__proto__":{"polluted":true},' +
        '"contributes":{"i18n":{"default":"en","locales":["en"],"manifest":{"__proto__":{"polluted":"yes"}}}}}',
    );
    composeIndex({ ...objects([]), bundles: [bundle({}, { manifest: value })] }, indexUser(), '__proto__');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('that a catalogue only inherits are not texts', () => {
    const value = manifest({
      contributes: {
        menus: [{ slot: 'cluster', id: 'a', title: '%toString%' }],
        i18n: { default: 'en', locales: ['en'], manifest: { en: {} } },
      },
    });
    const index = composeIndex(objects([value]), indexUser(), 'en');
    expect(index.menus[0]!.title).toBe('toString');
    expect(index.skipped).toMatchObject([{ problem: { code: 'LB1017' } }]);
  });
});

describe('a manifest out of bounds', () => {
  const contributions: [string, object][] = [
    ['a script as a link', { menus: [{ slot: 'global', id: 'a', title: 'A', href: 'javascript:alert(1)' }] }],
    ['a route that is none', { routes: [null] }],
    ['a route without a page', { routes: [{ id: 'a', mount: 'root', path: 'x', title: 'X' }] }],
    ['a mount that is inherited', { routes: [{ ...PAGE, mount: 'constructor' }] }],
    ['a menu in no place', { menus: [{ slot: 5 }] }],
  ];
  const excesses: [string, string][] = [
    ['a special key', '{"constructor":1}'],
    ['too deep', `${'['.repeat(30)}${']'.repeat(30)}`],
    ['too large', JSON.stringify('x'.repeat(LIMITS.bytes))],
  ];

  test.each(
    contributions.flatMap(([what, contributes]) => excesses.map(([why, text]) => ({ what, why, contributes, text }))),
  )('adds nothing to the index: $what, $why', ({ contributes, text }) => {
    const value: unknown = { ...manifest({ remote: undefined }), contributes, extra: JSON.parse(text) };
    const index = composeIndex({ ...objects([]), bundles: [bundle({}, { manifest: value })] }, indexUser(), 'en');
    expect(index).toMatchObject({ routes: [], menus: [], extensions: [{ name: 'acme', state: 'untrusted' }] });
  });
});

describe('hostile texts', () => {
  const page = { id: 'a', mount: 'root' as const, path: 'x', title: 'X', component: { $ref: './p#default' } };
  const base = 'https://console.example/ext/acme/1.0.0/';
  const staysBelow = (text: string) => URL.canParse(text, base) && new URL(text, base).href.startsWith(base);

  /** Where a text can stand, and what makes it harmless there, said in another way than the rules say it. */
  const places: [
    name: string,
    make: (text: string) => Partial<ExtensionManifest>,
    harmless: (text: string) => boolean,
  ][] = [
    ['name', (name) => ({ name }), (text) => /^[a-z0-9-]{1,63}$/.test(text)],
    ['version', (version) => ({ version }), () => false],
    ['icon', (icon) => ({ icon }), (text) => staysBelow(text) && text.length < 1000],
    ['id', (id) => ({ contributes: { routes: [{ ...page, id }] } }), (text) => /^[a-z0-9.-]{1,100}$/.test(text)],
    [
      'route',
      (path) => ({ contributes: { routes: [{ ...page, path }] } }),
      (text) => !text.includes('..') && /^[\w./-]{0,300}$/.test(text),
    ],
    ['link', (href) => ({ contributes: { menus: [{ slot: 'cluster', id: 'a', title: 'A', href }] } }), () => false],
    [
      'token',
      (accent) => ({ contributes: { themes: [{ id: 'a', title: 'A', extends: 'dark', tokens: { accent } }] } }),
      (text) => /^[\w.%-]{1,200}$/.test(text),
    ],
    ['condition', (when) => ({ contributes: { routes: [{ ...page, when }] } }), () => false],
    ['origin', (origin) => ({ permissions: { network: [origin] } }), () => false],
    ['range', (luban) => ({ engines: { luban } }), () => false],
    [
      'entry',
      (entry) => ({ remote: { ...manifest({ contributes: { routes: [page] } }).remote!, entry } }),
      () => false,
    ],
  ];

  test.each(places)('are refused as %s, unless they are harmless there', (_, make, harmless) => {
    for (const text of STRINGS) {
      const { errors } = validateManifest(manifest(make(text)), { mode: 'runtime' });
      if (errors.length === 0) expect(harmless(text), text.slice(0, 80)).toBe(true);
    }
  });

  test('stay what they are as titles, up to the limit', () => {
    const title = '<script>alert(1)</script>\u202e';
    const value = manifest({ contributes: { menus: [{ slot: 'cluster', id: 'a', title }] } });
    const index = composeIndex(objects([value]), indexUser(), 'en');
    expect(decodeIndex(JSON.parse(JSON.stringify(encodeIndex(index)))).menus[0]!.title).toBe(title);
  });
});

describe('size', () => {
  test('of 5 MB is refused by number, whether its bytes are known or not', () => {
    const big = manifest({ description: { en: 'x'.repeat(5 * 1024 * 1024) } });
    for (const options of [{ mode: 'runtime' as const }, { mode: 'runtime' as const, bytes: 5 * 1024 * 1024 }]) {
      expect(validateManifest(big, options).errors).toMatchObject([
        { code: 'LB1002', params: { limit: '2.1 MB' }, extension: 'acme' },
      ]);
    }
    const index = composeIndex(objects([big, manifest({ name: 'other' })]), indexUser(), 'en');
    expect(index.extensions.map(({ name, state }) => [name, state])).toEqual([
      ['acme', 'untrusted'],
      ['other', 'indexed'],
    ]);
    expect(JSON.stringify(index).length).toBeLessThan(5000);
  });

  test('counts small values too', () => {
    const value = { ...manifest(), x: Array.from({ length: LIMITS.bytes + 1 }, () => 0) };
    expect(validateManifest(value, { mode: 'author' }).errors).toMatchObject([{ code: 'LB1002' }]);
  });

  test('of nesting is bounded', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 50_000; level += 1) deep = [deep];
    const { errors } = validateManifest({ ...manifest(), deep }, { mode: 'runtime' });
    expect(errors).toMatchObject([{ code: 'LB1004' }]);
    expect(String(errors[0]!.params.field).length).toBeLessThan(200);
  });

  test('of the list of problems is bounded', () => {
    const fields = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x${index}`, 1]));
    expect(validateManifest({ ...manifest(), ...fields }, { mode: 'author' }).errors).toHaveLength(LIMITS.problems);
  });
});

/** A copy of a JSON value with the value at one of its places (counted through) replaced. */
function replaceAt(value: unknown, place: number, other: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(value));
  const places: [Record<string, unknown>, string][] = [];
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key]);
      visit((node as Record<string, unknown>)[key]);
    }
  };
  visit(copy);
  const [node, key] = places[place % places.length]!;
  node[key] = other;
  return copy;
}
