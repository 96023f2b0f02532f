import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_RULES, listRates, rateFor } from './limit-rules.ts';
import { parseRules } from './parse-rules.ts';

const FULL = `
users:
  read: { perSecond: 10, burst: 20 }
  write: unlimited
serviceAccounts:
  watch: { perSecond: 0.5, burst: 5 }
strangers:
  login: { perSecond: 1, burst: 3 }
overrides:
  - name: kubesphere:serviceaccount:ci:builder
    write: { perSecond: 1000, burst: 1000 }
  - group: operators
    read: unlimited
  - name: carol
    read: { perSecond: 1, burst: 1 }
exempt:
  names: [robot]
  groups: [platform]
streams: { perIdentity: 7 }
connections: { total: 100 }
`;

function rules(text: string) {
  const parsed = parseRules(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem));
  return parsed.rules;
}

test('what is written holds, and the rest keeps its default', () => {
  const { rates, streams, connections } = rules(FULL);
  expect(rates.users).toEqual({
    ...DEFAULT_RULES.rates.users,
    read: { perSecond: 10, burst: 20 },
    write: null,
  });
  expect(rates.serviceAccounts.watch).toEqual({ perSecond: 0.5, burst: 5 });
  expect(rates.serviceAccounts.read).toEqual(DEFAULT_RULES.rates.serviceAccounts.read);
  expect(streams).toEqual({ ...DEFAULT_RULES.streams, perIdentity: 7 });
  expect(connections).toEqual({ ...DEFAULT_RULES.connections, total: 100 });
});

test.each(['', '\n', '# nothing yet\n', '{}', 'users: {}'])('%j leaves the defaults', (text) => {
  expect(rules(text)).toEqual(DEFAULT_RULES);
});

test('whom a rate is for: first those who are exempt, then the first override that fits, then their kind', () => {
  const found = rules(FULL);
  const user = (name: string, ...groups: string[]) => ({ caller: 'users' as const, name, groups });
  expect(rateFor(found, user('robot'), 'read')).toBe(null);
  expect(rateFor(found, user('ada', 'platform'), 'read')).toBe(null);
  expect(rateFor(found, user('ada', 'operators'), 'read')).toBe(null);
  expect(rateFor(found, user('ada'), 'read')).toEqual({ perSecond: 10, burst: 20 });
  expect(rateFor(found, user('carol'), 'read')).toEqual({ perSecond: 1, burst: 1 });
  // The override says nothing of it.
  expect(rateFor(found, user('carol'), 'watch')).toEqual(DEFAULT_RULES.rates.users.watch);
  const robot = { caller: 'serviceAccounts' as const, name: 'kubesphere:serviceaccount:ci:builder', groups: [] };
  expect(rateFor(found, robot, 'write')).toEqual({ perSecond: 1000, burst: 1000 });
  expect(rateFor(found, { caller: 'strangers', groups: [] }, 'login')).toEqual({ perSecond: 1, burst: 3 });
});

test('the table for people has every rate that holds', () => {
  const listed = listRates(rules(FULL));
  expect(listed).toHaveLength(15 + 3);
  expect(listed).toContainEqual({ who: 'users', verbs: 'write', rate: null });
  expect(listed.at(-1)).toEqual({ who: 'carol', verbs: 'read', rate: { perSecond: 1, burst: 1 } });
});

test.each([
  ['users: { raed: { perSecond: 1, burst: 1 } }', 'users.raed', /not a field.*read, write, watch, login/],
  ['user: {}', 'user', /not a field/],
  ['users: 5', 'users', /fields by name/],
  ['users: []', 'users', /fields by name/],
  ['- a', 'limits.yaml', /fields by name/],
  ['users: { read: 5 }', 'users.read', /unlimited/],
  ['users: { read: off }', 'users.read', /unlimited/],
  ['users: { read: { perSecond: -1, burst: 1 } }', 'users.read.perSecond', /from 0.001/],
  ['users: { read: { perSecond: .inf, burst: 1 } }', 'users.read.perSecond', /to 1000000/],
  ['users: { read: { perSecond: .nan, burst: 1 } }', 'users.read.perSecond', /number/],
  ['users: { read: { perSecond: 1 } }', 'users.read.burst', /whole number/],
  ['users: { read: { perSecond: 1, burst: 0 } }', 'users.read.burst', /from 1/],
  ['users: { read: { perSecond: 1, burst: 1.5 } }', 'users.read.burst', /whole/],
  ['users: { read: { perSecond: "1", burst: 1 } }', 'users.read.perSecond', /number/],
  ['overrides: { name: a }', 'overrides', /list/],
  ['overrides: [{ read: unlimited }]', 'overrides[0]', /name or a group/],
  ['overrides: [{ name: a, group: b }]', 'overrides[0]', /name or a group/],
  ['overrides: [{ name: "" }]', 'overrides[0].name', /1 to 512/],
  ['exempt: { names: [[]] }', 'exempt.names[0]', /text/],
  ['streams: { perIdentity: 0 }', 'streams.perIdentity', /from 1/],
  ['connections: { perAddress: many }', 'connections.perAddress', /number/],
  ['a: {b: [c', 'limits.yaml', /./],
  ['users: {}\nusers: {}', 'limits.yaml', /unique/],
  ['__proto__: { read: unlimited }', '__proto__', /not a field/],
  ['users: { __proto__: { read: unlimited } }', 'users.__proto__', /not a field/],
  ['constructor: {}', 'constructor', /not a field/],
  [`users: ${'{ read: '.repeat(2_000)}`, 'limits.yaml', /./],
  [`# ${'x'.repeat(300_000)}`, 'limits.yaml', /longer/],
  [
    `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
      .split('')
      .map((c, i) => `${c}: &${c} [${`*${'abcdefgh'[i]},`.repeat(9)}]`)
      .join('\n')}`,
    'limits.yaml',
    /alias/i,
  ],
])('%s is refused, with the field', (text, field, reason) => {
  expect(parseRules(text)).toMatchObject({ ok: false, problem: { field, reason: expect.stringMatching(reason) } });
});

test('no text makes it throw', () => {
  const pieces = fc.constantFrom(
    'users',
    ':',
    ' ',
    '\n',
    '{',
    '}',
    '[',
    ']',
    'read',
    '1',
    '&a',
    '*a',
    '!!js',
    '"',
    '|',
    '- ',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces).map((all) => all.join('')),
      ),
      (text) => {
        expect(parseRules(text)).toHaveProperty('ok');
      },
    ),
  );
});
