import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkShape } from './rules/shape.ts';
import { manifestSchema } from './schema.ts';
import { arbitraryManifest, largeCatalogue, manifest } from './testing.ts';
import { validateManifest } from './validate.ts';

// `format` is for people and for validateManifest; to JSON Schema it is an annotation.
const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, validateFormats: false });
const check = ajv.compile(manifestSchema);

function shapeProblems(value: unknown): string[] {
  const problems: string[] = [];
  checkShape(value, (code, field) => problems.push(`${code} ${field}`));
  return problems;
}

test('is a valid schema of draft 2020-12, and plain JSON', () => {
  expect(ajv.validateSchema(manifestSchema)).toBe(true);
  expect(JSON.parse(JSON.stringify(manifestSchema))).toEqual(manifestSchema);
});

test('describes every field', () => {
  const bare: string[] = [];
  const visit = (node: object, path: string) => {
    const { properties = {}, items } = node as { properties?: Record<string, object>; items?: object };
    for (const [name, child] of Object.entries(properties)) {
      if (!('description' in child || '$ref' in child)) bare.push(`${path}.${name}`);
      visit(child, `${path}.${name}`);
    }
    if (items) visit(items, `${path}[]`);
  };
  visit(manifestSchema, '');
  expect(bare).toEqual([]);
});

describe('agrees with validateManifest', () => {
  test('on valid manifests', () => {
    for (const value of largeCatalogue(5)) expect(check(value), JSON.stringify(check.errors)).toBe(true);
    fc.assert(
      fc.property(arbitraryManifest(), (value) => {
        expect(check(value), JSON.stringify(check.errors)).toBe(true);
        expect(validateManifest(value, { mode: 'author' }).errors).toEqual([]);
      }),
    );
  });

  test('on manifests with a field that is gone, of another type, too long or unknown', () => {
    const others = [null, 0, 5, -1, 1.5, true, [], {}, { x: 1 }, 'x'.repeat(200_000), undefined];
    fc.assert(
      fc.property(
        arbitraryManifest(),
        fc.nat(),
        fc.constantFrom(...others),
        fc.boolean(),
        (value, place, other, add) => {
          const broken = change(value, place, other, add);
          const valid = check(broken);
          if (valid) expect(shapeProblems(broken)).toEqual([]);
          else expect(validateManifest(broken, { mode: 'author' }).errors.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 250 },
    );
  });

  test('on what can be clicked and leads to two things', () => {
    const value = manifest({
      contributes: { menus: [{ slot: 'cluster', id: 'a', title: 'A', route: 'b', command: 'c' }] },
    });
    expect(check(value)).toBe(false);
    expect(validateManifest(value, { mode: 'author' }).errors[0]).toMatchObject({ code: 'LB1004' });
  });
});

/** A copy with one place replaced (removed for undefined), or with an unknown field beside it. */
function change(value: unknown, place: number, other: unknown, add: boolean): unknown {
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
  if (add && !Array.isArray(node)) node.unknownField = 1;
  else if (other === undefined && !Array.isArray(node)) delete node[key];
  else node[key] = other ?? null;
  return copy;
}
