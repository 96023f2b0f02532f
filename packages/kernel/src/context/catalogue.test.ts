import { describe, expect, it } from 'vitest';
import { createVersionFiles } from '../loading/version-files.ts';
import { indexEntry, remoteRecordOf } from '../testing/test-extension.ts';
import { interpolate, loadCatalogue, textOf } from './catalogue.ts';

const ACME = indexEntry({ name: 'acme' });
const RECORD = remoteRecordOf({
  name: 'acme',
  record: { i18n: { default: 'en', locales: ['en', 'zh'], path: 'locales/{locale}.json' } },
  remote: { integrity: { 'locales/en.json': 'sha384-e', 'locales/zh.json': 'sha384-z' } },
});
const TEXTS: Record<string, object> = { en: { a: 'one', b: 'two' }, zh: { a: '一' } };

function load(locale: string, fetch?: typeof globalThis.fetch) {
  const asked: unknown[] = [];
  const catalogue = loadCatalogue({
    extension: ACME,
    record: RECORD,
    files: createVersionFiles(ACME, RECORD, 'http://c.io/'),
    locale,
    limit: 100,
    fetch:
      fetch ??
      (async (url, init) => {
        asked.push([new URL(String(url)).pathname, init?.integrity]);
        return Response.json(TEXTS[/(\w+)\.json/.exec(String(url))![1]!]);
      }),
    fetching: () => {},
  });
  return { catalogue, asked };
}

describe('loadCatalogue', () => {
  it('fills the gaps of a locale from the default one, both checked by digest', async () => {
    const { catalogue, asked } = load('zh');
    expect({ ...(await catalogue) }).toEqual({ a: '一', b: 'two' });
    expect(asked).toEqual([
      ['/ext/acme/1.0.0/locales/en.json', 'sha384-e'],
      ['/ext/acme/1.0.0/locales/zh.json', 'sha384-z'],
    ]);
  });

  it('takes the default for a locale that the extension does not have', async () => {
    expect({ ...(await load('fr').catalogue) }).toEqual(TEXTS.en);
  });

  it('tells a missing catalogue from a forged one', async () => {
    const missing = load('en', async () => new Response('', { status: 404 }));
    await expect(missing.catalogue).rejects.toMatchObject({ problem: { code: 'LB3014' } });
    const forged = load('en', async (_, init) => {
      if (init?.integrity) throw new TypeError('Failed to fetch');
      return Response.json({});
    });
    await expect(forged.catalogue).rejects.toMatchObject({ problem: { code: 'LB3011' } });
  });
});

describe('textOf', () => {
  it('gives the key for what is no text of the catalogue', () => {
    const catalogue = { a: 'one', b: { c: 'two' } };
    expect(['a', 'b', 'toString', 'constructor'].map((key) => textOf(catalogue, key))).toEqual([
      'one',
      'b',
      'toString',
      'constructor',
    ]);
  });
});

describe('interpolate', () => {
  it('fills in what it is given and leaves the rest', () => {
    expect(interpolate('{n} of {total} {toString}', { n: 0 })).toBe('0 of {total} {toString}');
  });
});
