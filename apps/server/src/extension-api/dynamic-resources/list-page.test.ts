import type { KubeObject } from '@luban/kube';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refusal } from '../../refusal.ts';
import { listPage } from './list-page.ts';
import { parseListQuery } from './list-query.ts';

const tideOf = (name: string, more: Partial<KubeObject> = {}): KubeObject => ({
  apiVersion: 'tide.example/v1',
  kind: 'Tide',
  ...more,
  metadata: { name, namespace: 'n', creationTimestamp: '2026-01-01T00:00:00Z', ...more.metadata },
});

const names = (objects: readonly KubeObject[], query: string) => {
  const { items, total, remaining } = listPage(objects, parseListQuery(query));
  return { names: items.map(({ metadata }) => metadata.name).join(''), total, remaining };
};

const seven = [...'cgafbed'].map((name) => tideOf(name));

test.each([
  ['', 'gfedcba', 0],
  ['limit=-1', 'gfedcba', 0],
  ['limit=0', 'gfedcba', 0],
  ['limit=-1&page=3', 'gfedcba', 0],
  ['page=2', 'gfedcba', 0],
  ['limit=3', 'gfe', 4],
  ['limit=3&page=1', 'gfe', 4],
  ['limit=3&page=2', 'dcb', 1],
  ['limit=3&page=3', 'a', 0],
  ['limit=3&page=4', '', 0],
  ['limit=3&page=999999999', '', 0],
  ['limit=7&page=1', 'gfedcba', 0],
  ['limit=7&page=2', '', 0],
  ['limit=8', 'gfedcba', 0],
  ['limit=1&page=7', 'a', 0],
  ['limit=3&ascending=true', 'abc', 4],
  ['limit=3&sortBy=name', 'gfe', 4],
  ['sortBy=name&ascending=true', 'abcdefg', 0],
  ['sortBy=createTime&ascending=true', 'abcdefg', 0],
  ['unknown=1&limit=2', 'gf', 5],
])('of seven, %j gives %j', (query, expected, remaining) => {
  expect(names(seven, query)).toEqual({ names: expected, total: 7, remaining });
});

test.each([
  ['limit=x', 'limit'],
  ['limit=1.5', 'limit'],
  ['limit=99999999999', 'limit'],
  ['page=0', 'page'],
  ['page=-1', 'page'],
  ['page=x', 'page'],
  ['ascending=perhaps', 'ascending'],
  ['sortBy=size', 'sortBy'],
  ['sortBy=.a[', 'sortBy'],
  ['labelSelector=a in', 'labelSelector'],
  ['label=!', 'label'],
  ['fieldSelector=spec.a', 'fieldSelector'],
  ['fieldSelector=.a[=1', 'fieldSelector'],
  [`fieldSelector=${'a=1,'.repeat(30)}`, 'fieldSelector'],
  [`fieldSelector=${'a'.repeat(5_000)}=1`, 'fieldSelector'],
])('%j is refused by the name of its parameter', (query, parameter) => {
  expect(() => parseListQuery(query)).toThrow(
    expect.objectContaining({ status: 400, code: 'LB5415', params: expect.objectContaining({ parameter }) }),
  );
});

test('pages put together are the whole list, whatever the order', () => {
  const time = fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', undefined);
  const object = fc
    .record({
      name: fc.constantFrom(...'abcdefgh'),
      namespace: fc.constantFrom('m', 'n'),
      time,
      size: fc.constantFrom(1, 2, '2', null),
    })
    .map(({ name, namespace, time: creationTimestamp, size }) =>
      tideOf(name, { metadata: { namespace, creationTimestamp }, spec: { size } }),
    );
  const objects = fc.uniqueArray(object, {
    selector: ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
    maxLength: 16,
  });
  const sortBy = fc.constantFrom('name', 'namespace', 'creationTimestamp', 'spec.size');
  fc.assert(
    fc.property(objects, sortBy, fc.boolean(), fc.integer({ min: 1, max: 5 }), (list, by, ascending, limit) => {
      const page = (query: string, from = list) => listPage(from, parseListQuery(query)).items;
      const order = `sortBy=${by}&ascending=${ascending}`;
      const whole = page(order);
      const pages = Array.from({ length: 18 }, (_, i) => page(`${order}&limit=${limit}&page=${i + 1}`)).flat();
      expect(pages).toEqual(whole);
      expect(page(order, list.toReversed())).toEqual(whole);
    }),
  );
});

test('newest first is the order that nobody asks for', () => {
  const at = (name: string, seconds: number) =>
    tideOf(name, { metadata: { creationTimestamp: `2026-01-01T00:00:0${seconds}Z` } });
  expect(names([at('a', 1), at('b', 3), at('c', 2)], '').names).toBe('bca');
  expect(names([at('a', 1), at('b', 3), at('c', 2)], 'ascending=1').names).toBe('acb');
});

test('numbers of a field are in the order of numbers, and what has none comes first', () => {
  const sized = [10, 9, undefined, 100].map((size, i) => tideOf('abcd'[i]!, { spec: { size } }));
  expect(names(sized, 'sortBy=spec.size&ascending=true').names).toBe('cbad');
  expect(names(sized, 'sortBy=.spec.size').names).toBe('dabc');
});

const various = [
  tideOf('web-1', {
    metadata: {
      uid: 'u1',
      namespace: 'm',
      labels: { app: 'web', tier: 'front' },
      annotations: { 'kubesphere.io/alias-name': 'Storm Front', note: 'a=b', 'luban.dev/x': '' },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Harbour', name: 'h', uid: 'h1' }],
    },
    spec: { size: 3, tags: ['a', 'b'], on: true, text: 'a,b=c' },
    status: { phase: 'Running' },
  }),
  tideOf('web-2', {
    metadata: { uid: 'u2', labels: { app: 'web' } },
    spec: { size: 30 },
    status: { state: 'running' },
  }),
  tideOf('db', { metadata: { uid: 'u3', labels: { app: 'db' } }, status: 'Stopped' }),
];

test.each([
  ['name=web', 'web-2 web-1'],
  ['name=Storm', 'web-1'],
  ['nameAndAlias=Front', 'web-1'],
  ['names=db,web-1,none', 'web-1 db'],
  ['uid=u2', 'web-2'],
  ['namespace=m', 'web-1'],
  ['ownerReference=h1', 'web-1'],
  ['ownerKind=Harbour', 'web-1'],
  ['annotation=note', 'web-1'],
  ['annotation=note%3Da%3Db', 'web-1'],
  ['annotation=note!%3Da%3Db', 'web-2 db'],
  ['annotation=constructor', ''],
  ['label=app%3Dweb', 'web-2 web-1'],
  ['label=app!%3Dweb', 'db'],
  ['labelSelector=app in (web,db),!tier', 'web-2 db'],
  ['fieldSelector=spec.size%3D3', 'web-1'],
  ['fieldSelector=spec.size!%3D3', 'web-2 db'],
  ['fieldSelector={.spec.size}%3D%3D30', 'web-2'],
  ['fieldSelector=spec.on%3Dtrue,spec.size%3D3', 'web-1'],
  ['fieldSelector=spec.on%3Dtrue,spec.size%3D4', ''],
  ['fieldSelector=spec.tags[*]%3Db', 'web-1'],
  ['fieldSelector=metadata.name~WEB', 'web-2 web-1'],
  ["fieldSelector=metadata.labels['app']~D", 'db'],
  ['fieldSelector=spec.text%3Da\\,b\\%3Dc', 'web-1'],
  ['fieldSelector=spec.none%3D', 'web-2 web-1 db'],
  ['fieldSelector=__proto__.x%3D1', ''],
  ['status=RUNNING', 'web-2 web-1'],
  ['status=stopped', 'db'],
  ['name=web&status=running&labelSelector=tier', 'web-1'],
])('%s finds %j', (query, expected) => {
  const { items } = listPage(various, parseListQuery(query));
  expect(items.map(({ metadata }) => metadata.name).join(' ')).toBe(expected);
});

test('any query is answered or refused', () => {
  const key = fc.constantFrom(
    'page',
    'limit',
    'sortBy',
    'name',
    'annotation',
    'label',
    'fieldSelector',
    'status',
    '__proto__',
  );
  const value = fc.string({ unit: fc.constantFrom(...'a.=!~,()[]{}\\*?@"1-% '), maxLength: 24 });
  fc.assert(
    fc.property(fc.array(fc.tuple(key, value), { maxLength: 4 }), (pairs) => {
      try {
        listPage(various, parseListQuery(String(new URLSearchParams(pairs))));
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
      }
    }),
  );
});
