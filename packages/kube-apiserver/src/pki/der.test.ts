import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressBytes } from './alternative-names.ts';
import { decodeAll, decodeInside, encode, objectIdentifier, sequence, TAG, time, unsignedInteger } from './der.ts';
import { decodeSubject, encodeSubject } from './distinguished-name.ts';

test('encodes as X.690 says', () => {
  expect(objectIdentifier('1.2.840.113549.1.1.11').toString('hex')).toBe('06092a864886f70d01010b');
  expect(unsignedInteger(Buffer.from([0, 0, 0x80])).toString('hex')).toBe('02020080');
  expect(unsignedInteger(Buffer.from([0])).toString('hex')).toBe('020100');
  expect(time(Date.UTC(2049, 11, 31, 23, 59, 59)).toString('latin1')).toContain('491231235959Z');
  expect(time(Date.UTC(2050, 0, 1)).toString('latin1')).toContain('20500101000000Z');
});

test('reads what it wrote, whatever the length', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 70_000, size: 'max' }), { maxLength: 3 }), (parts) => {
      const written = sequence(...parts.map((part) => encode(TAG.octetString, part)));
      const read = decodeInside(written, TAG.sequence).map(({ content }) => content);
      expect(read).toEqual(parts.map((part) => Buffer.from(part)));
    }),
    { numRuns: 30 },
  );
});

test('reads subjects back', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(text, fc.array(text), (name, groups) => {
      expect(decodeSubject(encodeSubject({ name, groups }))).toEqual({ name, groups });
    }),
  );
});

test.each(['30', '3003020101ff', '30800000', '3085ffffffffff', '1f8101', '308400ffffff'])('refuses %s', (hex) => {
  expect(() => decodeAll(Buffer.from(hex, 'hex'))).toThrow(
    hex === '3003020101ff' ? 'cut off' : /cut off|malformed|several bytes/,
  );
});

test.each([
  ['10.96.0.1', '0a600001'],
  ['::1', '00000000000000000000000000000001'],
  ['::', '00000000000000000000000000000000'],
  ['fd00:1::a:b', 'fd0000010000000000000000000a000b'],
  ['::ffff:1.2.3.4', '00000000000000000000ffff01020304'],
])('writes the address %s', (address, hex) => {
  expect(addressBytes(address).toString('hex')).toBe(hex);
});
