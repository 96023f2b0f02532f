import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isStatusError } from '@luban/kube';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInSchemas } from '../schema/built-in-schemas.ts';
import { decodeObject } from './decode-object.ts';
import { arbitraryMessage } from './testing/arbitrary-message.ts';
import { bytesField, encodeObject } from './testing/encode-object.ts';

interface Recorded {
  command: string;
  /** What kubectl sent, in base64. */
  body: string;
  /** What it prints of the same object with `--dry-run=client -o json`. */
  object: unknown;
}

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'kubectl-1.32.json'), 'utf8'),
) as Recorded[];

test.each(recorded)('$command', ({ body, object }) => {
  expect(decodeObject(Buffer.from(body, 'base64'))).toEqual(object);
});

const { definitions } = builtInSchemas();
const bodies = Object.entries(definitions).flatMap(([name, schema]) => {
  const { group, version, kind } = schema['x-kubernetes-group-version-kind']?.[0] ?? {};
  if (kind === undefined || kind === 'WatchEvent' || schema.properties?.metadata === undefined) return [];
  return [{ name, kind, apiVersion: group ? `${group}/${version}` : `${version}` }];
});

describe('what was encoded by the same tables comes back', () => {
  test.each(bodies)('$apiVersion $kind', ({ name, apiVersion, kind }) => {
    fc.assert(
      fc.property(arbitraryMessage(name), (fields) => {
        const object = { apiVersion, kind, metadata: {}, ...fields };
        expect(decodeObject(encodeObject(object, name))).toEqual(object);
      }),
      { numRuns: 5 },
    );
  });
});

test('options of a deletion are the same in every group', () => {
  const options = {
    gracePeriodSeconds: 0,
    propagationPolicy: 'Foreground',
    preconditions: { uid: 'u' },
    dryRun: ['All'],
  };
  for (const apiVersion of ['v1', 'apps/v1', 'policy/v1', 'meta.k8s.io/v1', 'example.com/v1']) {
    const object = { apiVersion, kind: 'DeleteOptions', ...options };
    expect(decodeObject(encodeObject(object, 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions'))).toEqual(object);
  }
});

test('keys of maps are members whatever they are called', () => {
  const data = JSON.parse('{"__proto__": "polluted", "constructor": "x"}') as Record<string, string>;
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: {}, data };
  const decoded = decodeObject(encodeObject(object, 'io.k8s.api.core.v1.ConfigMap'));
  expect(Object.entries(decoded.data as object)).toEqual([
    ['__proto__', 'polluted'],
    ['constructor', 'x'],
  ]);
  expect(JSON.parse(JSON.stringify(decoded)).data).not.toHaveProperty('polluted');
});

describe('hostile bytes', () => {
  const [first] = recorded;
  const bytes = Buffer.from(first?.body ?? '', 'base64');

  test('end in an object or in a 400', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, byte, end) => {
        const spoiled = Buffer.from(bytes.subarray(0, end));
        if (at < spoiled.length) spoiled[at] = byte;
        try {
          expect(decodeObject(spoiled)).toHaveProperty('kind');
        } catch (error) {
          expect(isStatusError(error, 'BadRequest')).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['nothing', Buffer.alloc(0), 'expected prefix'],
    ['JSON', Buffer.from('{}'), 'expected prefix'],
    ['no kind', Buffer.from('k8s\0'), 'Object Kind is missing'],
    [
      'a kind of nobody',
      envelope('example.com/v1', 'Cron', []),
      'no kind "Cron" is registered for version "example.com/v1"',
    ],
    ['a length beyond the end', envelope('v1', 'Pod', [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]), 'unexpected EOF'],
    ['an endless number', envelope('v1', 'Pod', Array<number>(20).fill(0xff)), 'integer overflow'],
    ['a group', envelope('v1', 'Pod', [0x0b]), 'wrong wireType = 3'],
    ['a text instead of an object', envelope('v1', 'Pod', [0x08, 1]), 'wrong wireType = 0'],
    ['field zero', envelope('v1', 'Pod', [0x00, 1]), 'illegal tag 0'],
  ])('%s', (_name, content, message) => {
    expect(() => decodeObject(content)).toThrow(message);
  });

  test('schemas in schemas in schemas', () => {
    // JSONSchemaProps.not is a JSONSchemaProps: field 28.
    let schema: number[] = [];
    for (let depth = 0; depth < 600; depth++) schema = bytesField(28, schema);
    const version = bytesField(4, bytesField(1, schema));
    const definition = bytesField(2, bytesField(7, version));
    expect(() => decodeObject(envelope('apiextensions.k8s.io/v1', 'CustomResourceDefinition', definition))).toThrow(
      'exceeded max depth',
    );
  });
});

function envelope(apiVersion: string, kind: string, content: number[]): Buffer {
  const typeMeta = [...bytesField(1, Buffer.from(apiVersion)), ...bytesField(2, Buffer.from(kind))];
  return Buffer.from([...Buffer.from('k8s\0'), ...bytesField(1, typeMeta), ...bytesField(2, content)]);
}
