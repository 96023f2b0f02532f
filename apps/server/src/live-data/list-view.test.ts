import type { LiveCell, LiveColumn, LiveRow } from '@luban/kube/live';
import { applyWindowDelta } from '@luban/kube/live';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ListView, type RowChange, type ViewSpec } from './list-view.ts';

const COLUMNS: LiveColumn[] = [
  { name: 'Name', type: 'string', format: 'name', priority: 0 },
  { name: 'Status', type: 'string', priority: 0 },
  { name: 'Restarts', type: 'string', priority: 0 },
  { name: 'Age', type: 'string', format: 'age', priority: 0 },
];

interface Draft {
  key: number;
  namespace: string;
  status: string | null;
  restarts: LiveCell;
  created: number;
  app: string;
}

function rowOf({ key, namespace, status, restarts, created, app }: Draft, version: number): LiveRow {
  const name = `web-${key % 7}`;
  return {
    key: `uid-${key}`,
    name,
    namespace,
    cells: [name, status, restarts, null],
    created: created === 0 ? '' : new Date(created * 1_000).toISOString(),
    version: String(version),
    labels: { app },
  };
}

const draft = fc.record({
  key: fc.integer({ min: 0, max: 30 }),
  namespace: fc.constantFrom('shop', 'lab', 'ops'),
  status: fc.constantFrom('Running', 'Pending', 'CrashLoopBackOff', '', null, '<none>'),
  restarts: fc.constantFrom<LiveCell>('0', '12', '3', 7, { at: 5_000, text: '4' }, '100Mi', '1Gi', 'text', null),
  created: fc.integer({ min: 0, max: 5 }),
  app: fc.constantFrom('a', 'b'),
});

const spec = fc.record<ViewSpec>(
  {
    namespaces: fc.constantFrom(new Set(['shop']), new Set(['shop', 'lab'])),
    labelSelector: fc.constantFrom('app=a', 'app!=a'),
    search: fc.constantFrom('web-1', 'status:run', 'app=b', 'WEB'),
    sort: fc.record({
      column: fc.constantFrom('Name', 'Status', 'restarts', 'Age', 'namespace', 'created', 'nothing'),
      descending: fc.boolean(),
    }),
  },
  { requiredKeys: [] },
);

/** Sets the object, or takes it away. */
const step = fc.array(fc.tuple(draft, fc.boolean()), { maxLength: 10 });
const window = fc.record({ offset: fc.integer({ min: 0, max: 20 }), limit: fc.integer({ min: 0, max: 20 }) });

test('after any changes a view equals one that is made anew, and its steps lead from window to window', () => {
  fc.assert(
    fc.property(fc.array(draft, { maxLength: 25 }), spec, fc.array(fc.tuple(step, window)), (first, chosen, steps) => {
      const rows = new Map(first.map((entry) => [`uid-${entry.key}`, rowOf(entry, 0)]));
      const view = new ListView(chosen, COLUMNS, rows.values());
      let told = view.window({ offset: 0, limit: 10 });
      for (const [i, [entries, at]] of steps.entries()) {
        const pending = new Map<string, LiveRow | undefined>();
        for (const [entry, present] of entries) {
          pending.set(`uid-${entry.key}`, present ? rowOf(entry, i + 1) : undefined);
        }
        const changes: RowChange[] = [];
        for (const [key, after] of pending) {
          changes.push({ before: rows.get(key), after });
          if (after === undefined) rows.delete(key);
          else rows.set(key, after);
        }
        view.apply(changes);
        const fresh = new ListView(chosen, COLUMNS, rows.values());
        const now = view.window(at);
        expect(now.rows).toEqual(fresh.window(at).rows);
        expect(view.total).toBe(fresh.total);
        const members = view.step(told, now);
        if (members !== '') expect(applyWindowDelta(told.rows, JSON.parse(`{${members}}`))).toEqual(now.rows);
        else expect(told.rows).toEqual(now.rows);
        told = now;
      }
    }),
  );
});

const sorted = (column: string, values: LiveCell[], descending = false) => {
  const rows = values.map((restarts, key) =>
    rowOf({ key, namespace: 'n', status: '', restarts, created: 0, app: '' }, 0),
  );
  const view = new ListView({ sort: { column, descending } }, COLUMNS, rows);
  return view.window({ offset: 0, limit: 100 }).rows.map(({ cells }) => cells[2]);
};

test('numbers, amounts and counts sort by what they are, texts by the numbers in them, nothing last', () => {
  expect(sorted('Restarts', ['10', '9', null, 'web-10', 'web-9', '1Gi', '100Mi', '500m', '<none>', 2])).toEqual([
    ...['500m', 2, '9', '10', '100Mi', '1Gi', 'web-9', 'web-10'],
    ...['<none>', null],
  ]);
  expect(sorted('restarts', ['10', '9', null, 'a'], true)).toEqual(['a', '10', '9', null]);
  const counts: LiveCell[] = [{ at: 1, text: '12' }, '3', { at: 2, text: '4' }];
  expect(sorted('Restarts', counts)).toEqual(['3', counts[2], counts[0]]);
});

test('a small age is a late time', () => {
  const rows = [1, 3, 2].map((created, key) =>
    rowOf({ key, namespace: 'n', status: '', restarts: 0, created, app: '' }, 0),
  );
  const by = (column: string) =>
    new ListView({ sort: { column } }, COLUMNS, rows).window({ offset: 0, limit: 9 }).rows.map(({ key }) => key);
  expect(by('Age')).toEqual(['uid-1', 'uid-2', 'uid-0']);
  expect(by('created')).toEqual(['uid-0', 'uid-2', 'uid-1']);
});

test('tabs at the same place share the window and what they are told', () => {
  const rows = Array.from({ length: 20 }, (_, key) =>
    rowOf({ key, namespace: 'n', status: 'Running', restarts: 0, created: 0, app: '' }, 0),
  );
  const view = new ListView({}, COLUMNS, rows);
  const at = { offset: 0, limit: 10 };
  const before = view.window(at);
  expect(view.window(at)).toBe(before);
  // Beyond the window: for who looks there nothing has changed.
  const last = view.window({ offset: 19, limit: 1 }).rows[0]!;
  view.apply([{ before: last, after: { ...last, version: '2' } }]);
  expect(view.window(at)).toBe(before);
  const [first] = before.rows;
  view.apply([{ before: first, after: { ...first!, version: '2' } }]);
  const after = view.window(at);
  expect(after).not.toBe(before);
  expect(view.step(before, after)).toBe(view.step(before, after));
});
