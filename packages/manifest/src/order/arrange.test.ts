import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameOf, type Placeable } from './anchors.ts';
import { arrange } from './arrange.ts';

type Order = NonNullable<Placeable['order']>;

function item(name: string, order?: Order): Placeable {
  const [extension = '', id = ''] = name.split('.');
  return { extension, id, ...(order && { order }) };
}

function names(items: Placeable[]): string {
  return arrange(items)
    .items.map(({ item: each }) => nameOf(each))
    .join(' ');
}

describe('display order', () => {
  test('is by extension and id when nothing is asked for', () => {
    expect(names([item('b.a'), item('a.b'), item('a.a')])).toBe('a.a a.b b.a');
  });

  test('keeps before and after, within an extension and across', () => {
    expect(names([item('a.x', { after: 'core.nodes' }), item('core.nodes'), item('core.pods')])).toBe(
      'core.nodes a.x core.pods',
    );
    expect(names([item('a.x'), item('a.y', { before: 'x' })])).toBe('a.y a.x');
  });

  test('takes an own id before another extension’s', () => {
    const items = [item('z.core.nodes'), item('core.nodes')];
    const own = { extension: 'a', id: 'core.nodes' };
    const asking = item('a.x', { before: 'core.nodes' });
    expect(names([...items, own, asking])).toBe('a.x a.core.nodes core.nodes z.core');
  });

  test('ignores anchors that are absent, and itself', () => {
    expect(names([item('a.x', { after: 'nobody.here' }), item('a.y', { before: 'y' })])).toBe('a.x a.y');
  });

  test('keeps groups together, after items without one, by name', () => {
    const items = [
      item('a.1', { group: 'run' }),
      item('b.1', { group: 'observe' }),
      item('c.1'),
      item('d.1', { group: 'run' }),
    ];
    expect(names(items)).toBe('c.1 b.1 a.1 d.1');
  });

  test('puts an item without a group into the group of its anchor', () => {
    const arranged = arrange([item('a.1', { group: 'observe' }), item('b.1', { after: 'a.1' }), item('c.1')]);
    expect(arranged.items.map(({ item: each, group }) => [nameOf(each), group])).toEqual([
      ['c.1', undefined],
      ['a.1', 'observe'],
      ['b.1', 'observe'],
    ]);
  });

  test('moves a whole group for an anchor in another one', () => {
    const items = [item('a.1', { group: 'observe', after: 'b.1' }), item('a.2', { group: 'observe' })];
    expect(names([...items, item('b.1', { group: 'run' })])).toBe('b.1 a.1 a.2');
  });
});

describe('contradictions', () => {
  test('are broken at the first item of the circle and told', () => {
    const arranged = arrange([
      item('a.1', { after: 'b.1' }),
      item('b.1', { after: 'c.1' }),
      item('c.1', { after: 'a.1' }),
    ]);
    expect(arranged.items.map(({ item: each }) => nameOf(each))).toEqual(['a.1', 'c.1', 'b.1']);
    expect(arranged.cycles).toEqual([{ names: ['a.1', 'c.1', 'b.1', 'a.1'], extension: 'a', id: '1' }]);
  });

  test('between groups are told too', () => {
    const arranged = arrange([item('a.1', { group: 'x', after: 'a.2' }), item('a.2', { group: 'y', after: 'a.1' })]);
    expect(arranged.cycles).toEqual([{ names: ['x', 'y', 'x'], extension: 'a', id: '1' }]);
  });

  test('leave items outside the circle alone', () => {
    const arranged = arrange([
      item('a.1', { after: 'c.1' }),
      item('b.1', { after: 'c.1' }),
      item('c.1', { after: 'b.1' }),
    ]);
    expect(arranged.items.map(({ item: each }) => nameOf(each))).toEqual(['b.1', 'c.1', 'a.1']);
  });
});

describe('for any items', () => {
  const ids = ['1', '2', '3', '4'];
  const extensions = ['a', 'b', 'c'];
  const anchor = fc.tuple(fc.constantFrom(...extensions), fc.constantFrom(...ids)).map((parts) => parts.join('.'));
  const order = fc.record({ group: fc.constantFrom('g', 'h'), before: anchor, after: anchor }, { requiredKeys: [] });
  const items = fc.uniqueArray(
    fc.record({ extension: fc.constantFrom(...extensions), id: fc.constantFrom(...ids), order }),
    { selector: nameOf },
  );

  test('the order of the input does not matter', () => {
    fc.assert(
      fc.property(
        items.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(arrange(shuffled)).toEqual(arrange(all));
        },
      ),
    );
  });

  test('nothing is lost, groups stay together, and without contradictions every wish is kept', () => {
    fc.assert(
      fc.property(items, (all) => {
        const arranged = arrange(all);
        const place = new Map(arranged.items.map(({ item: each }, index) => [nameOf(each), index]));
        expect(place.size).toBe(all.length);
        const runs = arranged.items.filter(
          ({ group }, index) => index === 0 || group !== arranged.items[index - 1]!.group,
        );
        expect(new Set(arranged.items.map(({ group }) => group)).size).toBe(runs.length);
        if (arranged.cycles.length > 0) return;
        for (const each of all) {
          const { before, after } = each.order;
          const own = place.get(nameOf(each))!;
          if (before && before !== nameOf(each) && place.has(before)) expect(own).toBeLessThan(place.get(before)!);
          if (after && after !== nameOf(each) && place.has(after)) expect(own).toBeGreaterThan(place.get(after)!);
        }
      }),
    );
  });
});
