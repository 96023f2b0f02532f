import { expect, test } from 'vitest';
import { shownLine } from './log-line.ts';

test.each([
  [
    'client.go:142: 2026-11-26 07:18:01.123456 +0000 UTC m=+0.021 [debug] creating 3 resource(s)',
    'creating 3 resource(s)',
  ],
  ['upgrade.go:164: [debug] preparing upgrade for tides', 'preparing upgrade for tides'],
  [
    'time=2026-11-26T07:18:01.1Z level=DEBUG msg="Patch \\"config\\" in namespace" namespace=tides',
    'Patch "config" in namespace namespace=tides',
  ],
  ['level=WARN msg=odd', 'odd'],
  ['Error: UPGRADE FAILED: it says 12:00', 'Error: UPGRADE FAILED: it says 12:00'],
  ['\u001b[31mred\u001b[0m\u0007', 'red'],
])('%j is shown as %j', (line, shown) => {
  expect(shownLine(line, [])).toBe(shown);
});

test('secrets are blotted out, the longest first', () => {
  expect(shownLine('a secret-word and a secret-word-too', ['secret-word-too', 'secret-word'])).toBe('a ••• and a •••');
});

test('long lines are cut, and hostile ones take no time', () => {
  expect(shownLine('x'.repeat(5_000), []).length).toBe(2_000);
  expect(shownLine(`msg="${'\\'.repeat(50_000)}`, []).length).toBe(2_000);
  expect(shownLine(`${'2026-11-26 07:18:01 '.repeat(2_000)}end`, [])).toBe('end');
});
