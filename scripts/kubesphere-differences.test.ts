import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const FOLDER = join(import.meta.dirname, '../docs/administrators');
const document = await readFile(join(FOLDER, 'kubesphere-differences.md'), 'utf8');
/** Cells by the number or letter of the row. */
const rows = new Map(
  [...document.matchAll(/^\| (\d+|[A-D]\d) \| (.+) \|$/gm)].map(([, key = '', cells = '']) => [
    key,
    cells.split(' | ') as [string, string, string],
  ]),
);

test('every weakness has a row, which says what is done instead and names tests', () => {
  const weaknesses = Array.from({ length: 13 }, (_, i) => String(16 + i));
  expect([...rows.keys()].filter((key) => /^\d+$/.test(key))).toEqual(weaknesses);
  expect([...rows.keys()].filter((key) => /^[A-D]/.test(key)).length).toBeGreaterThanOrEqual(8);
  for (const [key, cells] of rows) {
    expect(cells, key).toHaveLength(3);
    expect(cells[2], key).toMatch(/^\[`/);
  }
});

test.each([...rows].flatMap(([key, [, , shown]]) => shown.split('<br>').map((one) => [key, one])))(
  'row %s is shown by %s',
  async (_, shown) => {
    const [, shortName = '', path = '', title = ''] = /^\[`(.+?)`\]\((.+?)\): (.+)$/.exec(shown) ?? [];
    expect(path.endsWith(shortName)).toBe(true);
    const file = normalize(join(FOLDER, path));
    expect(file).toMatch(/\.(?:test|e2e)\.tsx?$/);
    expect(await readFile(file, 'utf8')).toContain(`'${title}'`);
  },
);
