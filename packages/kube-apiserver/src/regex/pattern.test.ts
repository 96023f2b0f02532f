import { expect, test } from 'vitest';
import { compilePattern, PatternError } from './pattern.ts';

test('a pattern matches anywhere unless it is anchored', () => {
  expect(compilePattern('b+').matches('abbc')).toBe(true);
  expect(compilePattern('^b+$').matches('abbc')).toBe(false);
  expect(compilePattern('(?i)^ABC$').matches('abc')).toBe(true);
  expect(compilePattern('[0-9]+').find('a12b345')).toBe('12');
  expect(compilePattern('[0-9]+').find('abc')).toBeUndefined();
  expect(compilePattern('[0-9]+').findAll('a12b345', 9)).toEqual(['12', '345']);
  expect(compilePattern('[0-9]+').findAll('a12b345', 1)).toEqual(['12']);
});

test.each([
  ['(', 'error parsing regexp: missing closing ): `(`'],
  ['(?=a)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
  ['[', 'error parsing regexp: missing closing ]: `[`'],
  ['*', 'error parsing regexp: missing argument to repetition operator: `*`'],
  ['a{1001}', 'error parsing regexp: invalid repeat count: `{1001}`'],
  ['a'.repeat(20_000), 'error parsing regexp: expression too large'],
])('%.20s is no pattern', (source, message) => {
  expect(() => compilePattern(source)).toThrow(new PatternError(message));
});

test.each(['(a+)+$', '(a|a)*b', '([a-zA-Z]+)*$', '^(a?){50}a{50}$', '(x+x+)+y', '(.*a){20}'])(
  '%s takes linear time',
  (source) => {
    const started = process.threadCpuUsage();
    compilePattern(source).matches(`${'a'.repeat(50_000)}!`);
    expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(1_500);
  },
);

test('even linear time has a limit', () => {
  expect(() => compilePattern('(a[a-z]{0,300}b){3}').matches('a'.repeat(300_000))).toThrow(PatternError);
  expect(() => compilePattern('^(([a-z])+.)+$').find('a'.repeat(3_000_000))).toThrow(PatternError);
});
