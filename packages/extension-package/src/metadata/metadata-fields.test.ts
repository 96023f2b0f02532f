import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CONTENT_LIMITS, PACKAGE_LIMITS, sizeText } from '../limits.ts';
import { METADATA_FIELDS } from './metadata-fields.ts';

const guide = await readFile(join(import.meta.dirname, '../../../../docs/authors/packages.md'), 'utf8');

test('the authors’ guide has a row for every field, and says which are needed', () => {
  const rows = new Map<string, boolean>();
  for (const [, names, needed] of guide.matchAll(/^\| ((?:`\w+`(?:, )?)+) \| (yes)? ?\|/gm)) {
    for (const [, name] of names!.matchAll(/`(\w+)`/g)) rows.set(name!, needed === 'yes');
  }
  const fields = Object.entries(METADATA_FIELDS).map(([name, field]) => [name, 'required' in field] as const);
  expect(rows).toEqual(new Map(fields));
});

test('the authors’ guide has the bounds that are kept', () => {
  for (const bound of [PACKAGE_LIMITS.archive, PACKAGE_LIMITS.unpacked, PACKAGE_LIMITS.file, CONTENT_LIMITS.metadata]) {
    expect(guide).toContain(`${sizeText(bound)}`);
  }
  expect(guide).toContain(`| entries | ${PACKAGE_LIMITS.entries.toLocaleString('en')} |`);
  expect(guide).toContain(`${PACKAGE_LIMITS.ratio} times its packed size`);
  expect(guide).toContain(`| ${CONTENT_LIMITS.chartDepth} deep |`);
});
