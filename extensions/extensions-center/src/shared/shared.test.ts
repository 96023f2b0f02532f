import { describe, expect, it } from 'vitest';
import type { Rule } from '../center-api.ts';
import { entryIn, textIn } from '../texts.ts';
import { fileProblem, LARGEST, readOutcome } from '../upload/send-package.ts';
import { extensionUrl, installUrl } from '../urls.ts';
import { errorOf } from './center-error.ts';
import { initials } from './ExtensionIcon.tsx';
import { ruleParts } from './rule-words.ts';
import { safeAddress } from './safe-link.tsx';
import { sizeText } from './size-text.ts';

describe('texts by language', () => {
  it.each([
    [{ en: 'Clock', zh: '时钟' }, 'zh', '时钟'],
    [{ en: 'Clock', 'zh-CN': '时钟' }, 'zh', '时钟'],
    [{ en: 'Clock', zh_cn: '时钟' }, 'zh', '时钟'],
    [{ en: 'Clock' }, 'zh', 'Clock'],
    [{ fr: 'Horloge' }, 'zh', 'Horloge'],
    [{ zh: '', en: 'Clock' }, 'zh', 'Clock'],
    [{}, 'en', ''],
    [undefined, 'en', ''],
    [{ __proto__: { en: 'no' } }, 'en', ''],
  ])('%j in %s is %j', (texts, locale, text) => {
    expect(textIn(texts as Record<string, string> | undefined, locale)).toBe(text);
  });

  it('say which language they are in', () => {
    expect(entryIn({ en: 'README' }, 'zh')).toEqual({ language: 'en', value: 'README' });
  });
});

describe('an answer that is not the one hoped for', () => {
  it.each([
    [
      403,
      { error: { code: 'LB5020', message: 'No.', cause: 'Why.', cure: 'So.', params: {} } },
      { code: 'LB5020', message: 'No.', reason: 'Why.', cure: 'So.', forbidden: true },
    ],
    [409, { reason: 'AlreadyExists', message: 'is there' }, { code: 'AlreadyExists', message: 'is there' }],
    [400, { reason: 'BadRequest', message: 'Bad. Mend. (LB7301)' }, { code: 'LB7301', message: 'Bad. Mend.' }],
    [502, undefined, { code: 'HTTP 502', message: 'Bad Gateway' }],
    [500, [1], { code: 'HTTP 500', message: 'Bad Gateway' }],
    [
      422,
      { problems: [{ code: 'LB7101', params: {} }, { code: 7 }, null] },
      { code: 'LB7101', problems: [{ code: 'LB7101' }] },
    ],
  ])('with %i and %j is read', (status, body, error) => {
    expect(errorOf(status, 'Bad Gateway', body)).toMatchObject(error);
  });
});

describe('a package file', () => {
  const named = (bytes: Uint8Array<ArrayBuffer>) => Object.assign(new Blob([bytes]), { name: 'a.tgz' });

  it('is looked at before it is sent', async () => {
    expect(await fileProblem(named(new Uint8Array([0x1f, 0x8b, 8])))).toBeUndefined();
    expect(await fileProblem(named(new Uint8Array()))).toBe('empty');
    expect(await fileProblem(named(new TextEncoder().encode('PK zip')))).toBe('kind');
    const large = { size: LARGEST + 1, name: 'a.tgz', slice: () => new Blob() };
    expect(await fileProblem(large as unknown as Blob & { name: string })).toBe('large');
  });

  it('is in the catalogue, or is not, with all reasons', () => {
    expect(readOutcome(201, '', '{"name":"tide","version":"1.0.0","warnings":[]}')).toEqual({
      uploaded: { name: 'tide', version: '1.0.0', warnings: [] },
    });
    expect(readOutcome(422, '', '{"problems":[{"code":"LB7102","params":{}}]}')).toMatchObject({
      error: { code: 'LB7102', status: 422 },
    });
    expect(readOutcome(200, 'OK', '<html>')).toMatchObject({ error: { code: 'HTTP 200' } });
  });
});

describe('rules', () => {
  const rule = (part: Partial<Rule>): Rule => ({
    ...{ scope: 'cluster', verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: [] },
    nonResourceURLs: [],
    ...part,
  });
  const words = (key: string, values?: Record<string, string>) => (values ? `${key}(${Object.values(values)})` : key);

  it.each([
    [
      { verbs: ['get', 'list', 'update', 'patch'] },
      { verbs: ['verb.get', 'verb.list', 'verb.change'], resources: ['pods'] },
    ],
    [{ verbs: ['get', '*'] }, { verbs: ['verb.all'] }],
    [{ verbs: ['impersonate', 'toString'] }, { verbs: ['impersonate', 'toString'] }],
    [{ apiGroups: ['apps'], resources: ['deployments'] }, { resources: ['deployments (apps)'] }],
    [{ apiGroups: ['*'], resources: ['*'] }, { resources: ['rule.everything'] }],
    [{ apiGroups: ['', 'apps'], resources: ['*'] }, { resources: ['rule.allOf(rule.core, apps)'] }],
    [{ resources: [], apiGroups: [], nonResourceURLs: ['/metrics'] }, { resources: [] }],
  ])('%j has the words %j', (part, parts) => expect(ruleParts(rule(part), words)).toMatchObject(parts));
});

it.each([
  ['cert-manager', 'CM'],
  ['Weather', 'W'],
  ['集群', '集'],
  ['--', '?'],
])('the letters of %s are %s', (name, letters) => expect(initials(name)).toBe(letters));

it.each([
  ['https://example.com', 'https://example.com/'],
  ['mailto:me@example.com', 'mailto:me@example.com'],
  ['javascript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['//example.com', undefined],
  [undefined, undefined],
])('%s is followed as %s', (address, href) => expect(safeAddress(address)).toBe(href));

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 kB'],
  [1_500_000, '1.4 MB'],
])('%i bytes are %s', (bytes, text) => expect(sizeText(bytes)).toBe(text));

it('names and versions are parts of URLs whatever they hold', () => {
  expect(extensionUrl('a/../b', { version: '1.0.0+x', tab: undefined })).toBe(
    '/extensions/marketplace/a%2F..%2Fb?version=1.0.0%2Bx',
  );
  expect(installUrl('a')).toBe('/extensions/marketplace/a/install');
});
