import { expect, test } from 'vitest';
import { readSchema } from './read-schema.ts';
import { told } from './testing/definitions.ts';

test('members of wrong types are told with their paths', () => {
  const { schema, errors } = readSchema(
    { type: 'object', properties: { a: 'string', b: { required: 'x', minimum: '1', enum: {} } }, allOf: {} },
    'schema',
  );
  expect(schema).toBeUndefined();
  expect(told(errors).sort()).toEqual([
    'schema.allOf: Invalid value: {}: schema.allOf must be of type array',
    'schema.properties[a]: Invalid value: "string": schema.properties[a] must be of type object',
    'schema.properties[b].enum: Invalid value: {}: schema.properties[b].enum must be of type array',
    'schema.properties[b].minimum: Invalid value: "1": schema.properties[b].minimum must be of type number',
    'schema.properties[b].required: Invalid value: "x": schema.properties[b].required must be of type array',
  ]);
});

test('properties may have any name', () => {
  const raw: unknown = JSON.parse(
    '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"integer"}}}',
  );
  const { schema } = readSchema(raw, 'schema');
  expect([...(schema?.properties.keys() ?? [])]).toEqual(['__proto__', 'constructor']);
});

test('what is nested too deeply, or has too many parts, is refused quickly', () => {
  let deep: unknown = { type: 'string' };
  for (let i = 0; i < 5_000; i++) deep = { type: 'object', properties: { a: deep } };
  const started = process.threadCpuUsage();
  expect(readSchema(deep, 's').errors).toHaveLength(1);
  const wide = Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`p${i}`, { type: 'string' }]));
  expect(readSchema({ type: 'object', properties: wide }, 's').errors.at(0)?.message).toContain('at most 50000 parts');
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(3_000);
});
