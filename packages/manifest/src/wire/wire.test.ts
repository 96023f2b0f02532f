import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeIndex } from '../compose.ts';
import type { ComposedIndex } from '../composed-index.ts';
import { arbitraryManifests, indexUser, largeCatalogue, manifest, objects } from '../testing.ts';
import { applyIndexDelta } from './apply.ts';
import { decodeIndex } from './decode.ts';
import { diffIndex } from './diff.ts';
import { encodeIndex } from './encode.ts';

const UNDECIDED = indexUser({ can: () => undefined });

function overTheWire<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function compose(manifests: Parameters<typeof objects>[0], locale = 'en'): ComposedIndex {
  return composeIndex(objects(manifests), UNDECIDED, locale);
}

describe('the wire form', () => {
  test('gives every index back', () => {
    fc.assert(
      fc.property(arbitraryManifests(), (manifests) => {
        const index = compose(manifests);
        expect(decodeIndex(overTheWire(encodeIndex(index)))).toEqual(index);
      }),
    );
  });

  test('takes at most 15 kB compressed for 50 extensions with 15 contributions each', () => {
    const index = compose(largeCatalogue(50));
    expect(index.routes.length + index.menus.length + index.commands.length).toBeGreaterThan(300);
    expect(gzipSync(JSON.stringify(encodeIndex(index))).length).toBeLessThanOrEqual(15_000);
  });

  test('of another version is refused by number', () => {
    for (const wire of [undefined, null, 'x', {}, { wire: 0 }, []]) {
      expect(() => decodeIndex(wire)).toThrowError(expect.objectContaining({ code: 'LB3017' }));
    }
  });

  test('makes no key of a value', () => {
    const index = compose([manifest({ name: 'acme' })]);
    const wire = overTheWire(encodeIndex(index));
    wire.routes = [[0], ['__proto__'], 0, ['__proto__'], ['constructor'], ['%__proto__%']];
    const [route] = decodeIndex(wire).routes;
    expect(Object.getPrototypeOf(route)).toBe(Object.prototype);
    expect(route).toMatchObject({ extension: 'acme', id: '__proto__', mount: '__proto__', path: 'constructor' });
  });
});

describe('a delta', () => {
  test('leads from any index to any other', () => {
    fc.assert(
      fc.property(arbitraryManifests(), arbitraryManifests(), (before, after) => {
        const from = compose(before);
        const to = compose([...after, ...before.slice(2)], 'zh');
        expect(applyIndexDelta(overTheWire(diffIndex(from, to)), from)).toEqual(to);
      }),
    );
  });

  test('is empty between equal indexes', () => {
    const index = compose(largeCatalogue(3));
    expect(diffIndex(index, compose(largeCatalogue(3)))).toEqual({
      from: index.revision,
      to: index.revision,
      lists: {},
    });
  });

  test('of one extension names that one alone, and keeps all else as the same objects', () => {
    const from = compose(largeCatalogue(20));
    const to = compose(largeCatalogue(20).filter(({ name }) => name !== 'extension-7'));
    const delta = diffIndex(from, to);
    expect(delta.lists.routes?.remove?.every((key) => key.startsWith('extension-7/'))).toBe(true);
    expect(delta.lists.routes).not.toHaveProperty('insert');
    expect(delta.lists).not.toHaveProperty('conflicts');
    const applied = applyIndexDelta(delta, from)!;
    expect(applied.routes[0]).toBe(from.routes[0]);
    expect(applied.conflicts).toBe(from.conflicts);
    expect(applied.services).toBe(from.services);
  });

  test('of an upgrade replaces rows in place', () => {
    const from = compose([manifest({ name: 'a' }), manifest({ name: 'b' })]);
    const to = compose([manifest({ name: 'a', version: '1.1.0' }), manifest({ name: 'b' })]);
    expect(diffIndex(from, to).lists).toEqual({ extensions: { replace: [to.extensions[0]] } });
  });

  test('that starts elsewhere is not applied', () => {
    const [a, b] = [compose([manifest({ name: 'a' })]), compose([manifest({ name: 'b' })])];
    expect(applyIndexDelta(diffIndex(a, b), b)).toBeUndefined();
  });

  test('resets a list whose items cannot be told apart', () => {
    const from = compose([manifest({ name: 'a' })]);
    const row = { extension: 'x', problem: { code: 'LB1004', params: { field: 'a' } } };
    const to = { ...from, revision: 'other', skipped: [row, { ...row }] };
    expect(applyIndexDelta(overTheWire(diffIndex(from, to)), from)).toEqual(to);
  });
});
