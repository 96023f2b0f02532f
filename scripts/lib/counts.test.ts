import { expect, test } from 'vitest';
import { countsOf, sum } from './counts.ts';

const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((t) => ({ status: t })) });

test('failed tests are counted one by one', () => {
  const testResults = [file('failed', 'passed', 'failed', 'failed'), file('passed', 'passed')];
  expect(countsOf({ numPassedTests: 2, numFailedTests: 2, testResults })).toEqual({ passed: 2, failed: 2 });
});

test('a file that could not be loaded is a failure, though no test of it failed', () => {
  const testResults = [file('failed'), file('failed', 'passed', 'skipped')];
  expect(countsOf({ numPassedTests: 1, numFailedTests: 0, testResults })).toEqual({ passed: 1, failed: 2 });
});

test('runners add up', () => {
  expect(sum([])).toEqual({ passed: 0, failed: 0 });
  expect(
    sum([
      { passed: 1, failed: 0 },
      { passed: 2, failed: 3 },
    ]),
  ).toEqual({ passed: 3, failed: 3 });
});
