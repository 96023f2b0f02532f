import { expect, test } from 'vitest';
import { isKnownFormat, stringFormat } from './formats.ts';

test.each<[string, string[], string[]]>([
  ['uri', ['https://example.com/a?b=c', '/path', 'urn:x:y'], ['example.com', 'a b', '']],
  ['email', ['a@b.c', 'Ann <ann@example.com>', '"a b"@c.d'], ['a@', '@b', 'a b@c.d', 'a..b@c.d', 'a@b..c', 'a']],
  ['hostname', ['example.com', 'a', '1a.example.com', 'xn--a.com'], ['-a.com', 'a-.com', 'a..b', 'a_b.com', '']],
  ['ipv4', ['10.0.0.1'], ['10.0.0', '256.0.0.1', '::1']],
  ['ipv6', ['::1', 'fe80::1'], ['10.0.0.1', ':::']],
  ['cidr', ['10.0.0.0/8', 'fd00::/64'], ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/08', '::/129']],
  ['mac', ['00:11:22:33:44:55', '00-11-22-33-44-55', '0011.2233.4455'], ['00:11:22:33:44', 'xx:11:22:33:44:55']],
  [
    'uuid',
    ['123e4567-e89b-12d3-a456-426614174000', '123E4567e89b12d3a456426614174000'],
    ['123e4567', 'z23e4567-e89b-12d3-a456-426614174000'],
  ],
  ['uuid4', ['123e4567-e89b-42d3-a456-426614174000'], ['123e4567-e89b-12d3-a456-426614174000']],
  ['isbn10', ['0321751043', '0-321-75104-3'], ['0321751044', '1']],
  ['isbn13', ['978-0321751041'], ['978-0321751042']],
  ['creditcard', ['4111 1111 1111 1111'], ['4111 1111 1111 1112', '1']],
  ['ssn', ['123-45-6789'], ['12-345-6789']],
  ['hexcolor', ['#fff', 'A0B1C2'], ['#ffff', 'red']],
  ['rgbcolor', ['rgb(1, 2,255)'], ['rgb(1,2)', 'rgb(1,2,256)']],
  ['byte', ['aGk=', '', 'aGVsbG8h'], ['a', 'a===', 'a*k=']],
  ['password', ['anything'], []],
  ['date', ['2024-02-29', '0001-01-01'], ['2023-02-29', '2024-13-01', '24-01-01']],
  [
    'date-time',
    ['2024-02-29T23:59:59Z', '2024-01-01t00:00:00.123+02:00'],
    ['2024-02-30T00:00:00Z', '2024-01-01T24:00:00Z', '2024-01-01 00:00:00Z', '2024-01-01T00:00:00'],
  ],
  ['duration', ['1h30m', '0', '-1.5s', '2 days', '22 ns', '1 week 3 hrs'], ['1', 'h', '1 fortnight', '']],
  ['k8s-short-name', ['a-b1'], ['A', '-a', 'a.b', 'a'.repeat(64)]],
  ['k8s-long-name', ['a.b-c'], ['A', 'a..b', 'a'.repeat(254)]],
])('%s', (format, right, wrong) => {
  for (const text of right) expect([text, stringFormat(format)?.(text)]).toEqual([text, true]);
  for (const text of wrong) expect([text, stringFormat(format)?.(text)]).toEqual([text, false]);
});

test('a format is known for a type', () => {
  expect(isKnownFormat('string', 'date-time')).toBe(true);
  expect(isKnownFormat('string', 'int32')).toBe(false);
  expect(isKnownFormat('integer', 'int32')).toBe(true);
  expect(isKnownFormat('number', 'double')).toBe(true);
  expect(isKnownFormat('object', 'uuid')).toBe(false);
});

test.each(['email', 'hostname', 'uri', 'duration', 'date-time', 'byte', 'cidr', 'k8s-long-name', 'mac'])(
  '%s is checked quickly, whatever the text',
  (format) => {
    const started = process.threadCpuUsage();
    for (const part of ['a', 'a.', '-', '1h', 'a-', ':', '0', '"', '<', '1 ', 'a@']) {
      stringFormat(format)?.(part.repeat(100_000));
      stringFormat(format)?.(`${part.repeat(100_000)}!`);
    }
    expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(1_500);
  },
);
