import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RegistryError } from '../registry-error.ts';
import { readIndex } from './read-index.ts';
import { readIndexAside } from './read-index-aside.ts';

const FOLDER = new URL('https://charts.example/deep/');
const HEX = 'ab'.repeat(32);
const GOOD = `  good:\n  - name: good\n    version: 1.0.0\n    digest: ${HEX}\n    urls: [good-1.0.0.tgz]\n`;
const read = (text: string) => readIndex(text, FOLDER);

function codeOf(call: () => unknown): string {
  try {
    call();
    return 'reads';
  } catch (error) {
    return error instanceof RegistryError ? error.code : String(error);
  }
}

const entry = (fields: Record<string, unknown>) =>
  JSON.stringify({ entries: { good: [{ name: 'good', version: '1.0.0', urls: ['a.tgz'] }], bad: [fields] } });

test.each<[string, string, string]>([
  ['entries.bad[0].name', 'is no name of a chart', entry({})],
  ['entries.bad[0].name', 'is no name of a chart', entry({ name: 5 })],
  ['entries.bad[0].name', 'is no name of a chart', entry({ name: '../etc' })],
  ['entries.bad[0].name', 'is not bad', entry({ name: 'other' })],
  ['entries.bad[0].version', 'is no text', entry({ name: 'bad', version: 1.1 })],
  ['entries.bad[0].version', 'is no text', entry({ name: 'bad', version: { toString: 'x' } })],
  ['entries.bad[0].version', 'is no semantic version', entry({ name: 'bad', version: 'new' })],
  ['entries.bad[0].digest', 'is no SHA-256', entry({ name: 'bad', version: '1.0.0', digest: 'abc', urls: ['a'] })],
  ['entries.bad[0].urls', 'is no list', entry({ name: 'bad', version: '1.0.0' })],
  ['entries.bad[0].urls', 'is no list', entry({ name: 'bad', version: '1.0.0', urls: 'a.tgz' })],
  [
    'entries.bad[0].urls',
    'has no http',
    entry({ name: 'bad', version: '1.0.0', urls: ['file:///etc/passwd', 7, null] }),
  ],
  ['entries.bad[0]', 'is no map', `entries:\n${GOOD}  bad:\n  - just text\n`],
  ['entries.bad', 'is no list', `entries:\n${GOOD}  bad: {name: bad}\n`],
  [
    'entries.__proto__[0].name',
    'is no name',
    `entries:\n${GOOD}  __proto__:\n  - name: __proto__\n    version: 1.0.0\n`,
  ],
  ['entries.bad', 'is no YAML', `entries:\n  bad:\n  - name: [bad\n    version: 1.0.0\n${GOOD}`],
  ['entries.bad', 'is no YAML', `apiVersion: v1\nentries:\n  bad:\n  - name: "bad\n${GOOD}generated: now\n`],
])('one bad entry is reported at %s, %s, and hides no other', (field, reason, text) => {
  const { charts, problems, incomplete } = read(text);
  expect(charts.map(({ name }) => name)).toEqual(['good']);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ code: 'LB7215', params: { field, reason: expect.stringContaining(reason) } });
  expect(incomplete).toHaveLength(1);
  expect(incomplete).not.toContain('good');
});

test('digests, dates and odd versions are taken as Helm writes them', () => {
  const { charts, problems } = read(
    `entries:\n  a:\n  - {name: a, version: v1.2.3+b.1, created: "2024-05-01T10:00:00.123456789Z", digest: sha256:${HEX.toUpperCase()}, urls: [x]}\n  - {name: a, version: 1.0.0-rc.1, created: yesterday, urls: [y]}\n`,
  );
  expect(problems).toEqual([]);
  expect(charts).toEqual([
    {
      ...{ name: 'a', version: 'v1.2.3+b.1', digest: `sha256:${HEX}`, urls: ['https://charts.example/deep/x'] },
      created: '2024-05-01T10:00:00.123456789Z',
    },
    { name: 'a', version: '1.0.0-rc.1', urls: ['https://charts.example/deep/y'] },
  ]);
});

test('a version that is there twice counts once', () => {
  const one = { name: 'good', version: '1.0.0', urls: ['first.tgz'] };
  const { charts, problems } = read(JSON.stringify({ entries: { good: [one, { ...one, urls: ['second.tgz'] }] } }));
  expect(charts.map(({ urls }) => urls)).toEqual([['https://charts.example/deep/first.tgz']]);
  expect(problems).toMatchObject([{ code: 'LB7216', extension: 'good', version: '1.0.0' }]);
});

test.each([
  ['<!doctype html><title>Sign in</title>'],
  ['{"entries": '],
  ['[]'],
  ['null'],
  [''],
  ['just text'],
  ['apiVersion: v1\n'],
  ['entries: []\n'],
  ['entries: text\n'],
  [
    `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nentries: {x: [*c,*c,*c,*c,*c]}\n`,
  ],
  ['['.repeat(20_000)],
])('%j is no index', (text) => {
  expect(codeOf(() => read(text))).toBe('LB7209');
});

test('an empty repository is one', () => {
  for (const text of ['apiVersion: v1\nentries: {}\n', 'entries:\n', '{"entries": null}']) {
    expect(read(text)).toEqual({ charts: [], problems: [], incomplete: [] });
  }
});

test('nothing that an index says reaches the prototypes', () => {
  read(
    '{"entries": {"__proto__": {"polluted": 1}, "constructor": [{"name": "constructor", "version": "1.0.0", "urls": ["a"]}]}}',
  );
  read('entries:\n  __proto__: {polluted: yes}\n__proto__: {polluted: yes}\n');
  expect('polluted' in {}).toBe(false);
});

test('whatever is sent either reads or has a number', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((json) => `{"entries": ${json}}`),
    fc.json().map((json) => `{"entries": {"a": [${json}]}}`),
    fc.string().map((text) => `entries:\n${GOOD}  x:\n  - ${text}\n`),
  );
  fc.assert(fc.property(anything, (text) => ['reads', 'LB7209'].includes(codeOf(() => read(text)))));
});

test('a large index is read aside, with the same result, and the loop goes on meanwhile', async () => {
  const versions = (name: string) =>
    Array.from(
      { length: 5 },
      (_, minor) =>
        `  - name: ${name}\n    version: 1.${minor}.0\n    digest: ${HEX}\n    urls: [${name}-1.${minor}.0.tgz]\n`,
    );
  const names = Array.from({ length: 500 }, (_, nth) => `chart-${nth}`);
  const text = `entries:\n${names.map((name) => `  ${name}:\n${versions(name).join('')}`).join('')}`;
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const content = await readIndexAside(text, FOLDER);
  clearInterval(timer);
  expect(content).toEqual(read(text));
  expect(content.charts).toHaveLength(2_500);
  expect(turns).toBeGreaterThan(5);
});

test('an index that fails aside fails as it would here', async () => {
  const bomb = `a: &a [${'x,'.repeat(20_000)}x]\nentries: {x: [${'*a,'.repeat(500)}*a]}\n`;
  await expect(readIndexAside(bomb, FOLDER)).rejects.toMatchObject({ code: 'LB7209' });
  await expect(readIndexAside('['.repeat(40_000), FOLDER)).rejects.toMatchObject({ code: 'LB7209' });
  const aborted = AbortSignal.abort(new Error('gone'));
  await expect(readIndexAside('x'.repeat(100_000), FOLDER, aborted)).rejects.toThrow('gone');
});
