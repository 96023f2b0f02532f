import type { LiveColumn } from '@luban/kube/live';
import { expect, test } from 'vitest';
import { RowProjector } from './project-row.ts';
import { eventOf, type ListedItem, pageOf } from './table-answer.ts';
import { BrokenAnswer } from './upstream-failure.ts';

const NOW = Date.parse('2026-01-01T12:00:00Z');

function project(columns: readonly LiveColumn[], cells: readonly unknown[], metadata: object = {}) {
  const projector = new RowProjector();
  projector.setColumns(columns);
  const item = { metadata: { name: 'a', uid: 'u', ...metadata }, cells, object: {} } satisfies ListedItem;
  return projector.row(item, NOW);
}

const column = (name: string, type = 'string', format?: string): LiveColumn => ({ name, type, format, priority: 0 });
const cell = (of: LiveColumn, value: unknown) => project([of], [value]).cells[0];

test.each([
  [column('Age'), '5m', null],
  [column('Age', 'date'), '5m', null],
  [column('Age', 'integer'), 42, 42],
  [column('Last Seen'), '2m30s', { at: NOW - 150_000 }],
  [column('Last Schedule'), '<none>', '<none>'],
  [column('Renewed', 'date'), '1y2d', { at: NOW - 367 * 86_400_000 }],
  [column('Renewed', 'date'), '2026-01-01T00:00:00Z', { at: Date.parse('2026-01-01T00:00:00Z') }],
  [column('Renewed', 'date'), '<unknown>', '<unknown>'],
  [column('Restarts'), '5 (3m20s ago)', { at: NOW - 200_000, text: '5' }],
  // What kubectl calls an age by a clock that is ahead.
  [column('Restarts'), '5 (<invalid> ago)', { at: NOW, text: '5' }],
  [column('Restarts'), '0', '0'],
  [column('Duration'), '10s', '10s'],
  [column('Any'), { a: 1 }, '{"a":1}'],
  [column('Any'), true, true],
  [column('Any'), undefined, null],
])('%j with %j keeps %j', (of, value, kept) => {
  expect(cell(of, value)).toEqual(kept);
});

test('texts have an end', () => {
  expect(cell(column('Message'), 'x'.repeat(100_000))).toHaveLength(1_000);
});

test('what many rows say is kept once', () => {
  const projector = new RowProjector();
  projector.setColumns([column('Name', 'string', 'name'), column('Status')]);
  const make = (name: string) =>
    projector.row(
      { metadata: { name, uid: name, labels: JSON.parse('{"app":"web"}') }, cells: [name, 'Running'], object: {} },
      NOW,
    );
  expect(make('a').labels).toBe(make('b').labels);
});

test('labels are texts and nothing else', () => {
  const labels = JSON.parse('{"__proto__":"x","app":"web","n":7,"o":{}}');
  const row = project([], [], { labels });
  expect(Object.entries(row.labels)).toEqual([
    ['__proto__', 'x'],
    ['app', 'web'],
  ]);
  expect(Object.getPrototypeOf(row.labels)).toBe(Object.prototype);
});

test('the owner is the one that controls, else the first', () => {
  const owners = [
    { kind: 'A', name: 'a' },
    { kind: 'B', name: 'b', controller: true },
  ];
  expect(project([], [], { ownerReferences: owners })).toMatchObject({ ownerKind: 'B', ownerName: 'b' });
  expect(project([], [], { ownerReferences: owners.slice(0, 1) })).toMatchObject({ ownerKind: 'A' });
  expect(project([], [], { ownerReferences: 'x' }).ownerKind).toBeUndefined();
});

test('objects of servers that make no tables have a name and an age', () => {
  const projector = new RowProjector();
  const { items } = pageOf({ metadata: {}, items: [{ metadata: { name: 'a', namespace: 'n' } }] });
  expect(projector.row(items[0]!, NOW)).toMatchObject({ key: 'n/a', cells: ['a', null] });
});

test.each([
  ['nothing', null],
  ['a list', []],
  ['a page without metadata', { items: [] }],
  ['a row that is none', { kind: 'Table', metadata: {}, rows: [7] }],
  ['a column that is none', { kind: 'Table', metadata: {}, columnDefinitions: ['x'], rows: [] }],
  ['an item that is none', { metadata: {}, items: ['x'] }],
])('%s is no page', (_, value) => {
  expect(() => pageOf(value)).toThrow(BrokenAnswer);
});

test('the end of the beginning is told by the bookmark’s row or by its table', () => {
  const metadata = { resourceVersion: '7', annotations: { 'k8s.io/initial-events-end': 'true' } };
  const table = (rows: unknown[], own: object) => ({
    type: 'BOOKMARK',
    object: { kind: 'Table', metadata: own, rows },
  });
  const inRow = eventOf(table([{ cells: [], object: { metadata } }], { resourceVersion: '7' }));
  const inTable = eventOf(table([], metadata));
  const ordinary = eventOf(table([{ cells: [], object: { metadata: { resourceVersion: '7' } } }], {}));
  expect([inRow.initialEnd, inTable.initialEnd, ordinary.initialEnd]).toEqual([true, true, false]);
  expect(inTable.item.metadata.resourceVersion).toBe('7');
});
