import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cloneJson } from './clone-json.ts';

test('a copy equals the original and shares nothing with it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const copy = cloneJson(value);
      expect(copy).toEqual(value);
      expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
      expect(shared(copy, value)).toBe(false);
    }),
  );
});

test('members with the names of prototypes are ordinary ones', () => {
  const value = JSON.parse('{"__proto__":{"a":[1]},"constructor":{"b":2},"c":{"__proto__":1}}') as object;
  const copy = cloneJson(value) as Record<string, unknown>;
  expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  const own = (object: object) => Object.getOwnPropertyDescriptor(object, '__proto__')?.value as unknown;
  expect(own(copy)).not.toBe(own(value));
});

function shared(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return a === b || Object.keys(a).some((key) => shared(Reflect.get(a, key), Reflect.get(b, key)));
}
