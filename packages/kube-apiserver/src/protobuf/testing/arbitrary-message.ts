import fc from 'fast-check';
import type { WireField } from '../message-table.ts';
import { messageTable } from './encode-object.ts';

/** Objects of a definition as their JSON is when nothing in it says what is said by leaving it out. */
export function arbitraryMessage(name: string, depth = 0): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.values(messageTable[name] ?? {});
  // Deep down only what is no message: kinds such as schemas hold themselves.
  const chosen = fields.filter((field) => field.name !== '' && (depth < 4 || !field.value.includes('.')));
  const own = fc.record(Object.fromEntries(chosen.map((field) => [field.name, arbitraryField(field, depth)])), {
    requiredKeys: [],
  });
  const parts = fields.filter((field) => field.name === '').map((field) => arbitraryMessage(field.value, depth + 1));
  return fc.tuple(own, ...parts).map((all) => Object.assign({}, ...all) as Record<string, unknown>);
}

function arbitraryField({ value, shape, keepsZero }: WireField, depth: number): fc.Arbitrary<unknown> {
  const single = arbitraryValue(value, depth);
  if (shape === 'list') return fc.array(single, { minLength: 1, maxLength: 2 });
  if (shape === 'map') {
    return fc
      .uniqueArray(fc.tuple(fc.constantFrom('a', 'b.c/d', '__proto__', 'constructor'), single), {
        minLength: 1,
        maxLength: 2,
        selector: ([key]) => key,
      })
      .map((entries) => Object.fromEntries(entries));
  }
  return keepsZero ? single : single.filter((item) => item !== '' && item !== 0 && item !== false);
}

function arbitraryValue(type: string, depth: number): fc.Arbitrary<unknown> {
  switch (type) {
    case 'integer':
      return fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constant(0));
    case 'boolean':
      return fc.boolean();
    case 'double':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
    case 'string':
      return fc.string({ maxLength: 8 });
    case 'bytes':
      return fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('base64'));
  }
  return arbitrarySpecial(type.slice(type.lastIndexOf('.') + 1)) ?? arbitraryMessage(type, depth + 1);
}

const json = fc.dictionary(fc.constantFrom('f:a', '.'), fc.oneof(fc.constant({}), fc.integer(), fc.string()));
const seconds = fc.integer({ min: 0, max: 4_000_000_000 });

function arbitrarySpecial(name: string): fc.Arbitrary<unknown> | undefined {
  switch (name) {
    case 'Time':
      return seconds.map((value) => `${new Date(value * 1_000).toISOString().slice(0, 19)}Z`);
    case 'MicroTime':
      return fc
        .tuple(seconds, fc.integer({ min: 0, max: 999_999 }))
        .map(
          ([value, micros]) =>
            `${new Date(value * 1_000).toISOString().slice(0, 20)}${String(micros).padStart(6, '0')}Z`,
        );
    case 'Quantity':
      return fc.constantFrom('0', '100m', '2Gi');
    case 'IntOrString':
      return fc.oneof(fc.integer({ min: 0, max: 65_535 }), fc.constantFrom('50%', 'http'));
    case 'FieldsV1':
    case 'RawExtension':
    case 'JSON':
      return json;
    case 'ExtraValue':
    case 'Verbs':
      return fc.array(fc.string({ maxLength: 4 }), { minLength: 1, maxLength: 2 });
    case 'JSONSchemaPropsOrBool':
      return fc.boolean();
    case 'JSONSchemaPropsOrArray':
      return fc.constantFrom({ type: 'string' }, [{ type: 'string' }]);
    case 'JSONSchemaPropsOrStringArray':
      return fc.constantFrom({ type: 'string' }, ['a']);
    default:
      return undefined;
  }
}
