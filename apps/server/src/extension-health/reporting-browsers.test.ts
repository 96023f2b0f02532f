import { expect, test } from 'vitest';
import { ReportingBrowsers } from './reporting-browsers.ts';

const browser = (number: number) => ({ browser: `browser-${number}` });

test('each browser of a sign-in counts, up to a few', () => {
  const browsers = new ReportingBrowsers();
  const sessions = [1, 1, 2, 3, 4, 5, 6].map((number) => browsers.sessionOf('a', browser(number)));
  expect(new Set(sessions).size).toBe(5);
  expect(sessions.slice(-2)).toEqual(['a', 'a']);
  expect(browsers.sessionOf('a', browser(2))).toBe(sessions[2]);
});

test.each([[null], [{}], [{ browser: 5 }], [{ browser: 'short' }], [{ browser: 'x'.repeat(41) }]])(
  '%j names none',
  (body) => {
    expect(new ReportingBrowsers().sessionOf('a', body)).toBe('a');
  },
);
