import { describe, expect, it } from 'vitest';
import type { PaletteEntry } from './palette-entry.ts';
import { rankEntries } from './rank-entries.ts';

const entry = (kind: PaletteEntry['kind'], title: string, more: Partial<PaletteEntry> = {}): PaletteEntry => ({
  id: `${kind}:${title}`,
  kind,
  title,
  run: () => undefined,
  ...more,
});
const titles = (ranked: ReturnType<typeof rankEntries>) => ranked.map((line) => line.entry.title);

describe('rankEntries', () => {
  const entries = [
    entry('extension', 'Logging'),
    entry('command', 'Restart a deployment', { keywords: ['rollout', 'reboot'] }),
    entry('page', 'Log search'),
    entry('page', 'Pods', { detail: 'Workloads' }),
    entry('page', 'Nodes', { detail: 'Metrics' }),
  ];

  it('shows what was used last first, then everything by kind', () => {
    expect(titles(rankEntries(entries, '', ['page:Nodes', 'page:gone', 'extension:Logging'], 10))).toEqual([
      'Nodes',
      'Logging',
      'Log search',
      'Pods',
      'Restart a deployment',
    ]);
  });

  it('prefers a page to an extension of about the same name', () => {
    expect(titles(rankEntries(entries, 'log', [], 10))).toEqual(['Log search', 'Logging']);
  });

  it('finds by keywords and by the owner, and marks only letters of the title', () => {
    expect(rankEntries(entries, 'reboot', [], 10)).toMatchObject([
      { entry: { title: 'Restart a deployment' }, positions: [] },
    ]);
    expect(titles(rankEntries(entries, 'workloads pods', [], 10))).toEqual(['Pods']);
  });

  it('says which other text it was found by', () => {
    expect(rankEntries(entries, 'reboot', [], 10)[0]?.because).toBe('reboot');
    expect(rankEntries(entries, 'restart', [], 10)[0]?.because).toBeUndefined();
  });

  it('leaves out what has the letters of the query scattered about', () => {
    expect(titles(rankEntries([entry('page', 'Workbench', { keywords: ['Cards of others'] })], 'cro', [], 10))).toEqual(
      [],
    );
  });

  it('prefers what was used before among equals', () => {
    const twins = [entry('page', 'Overview', { id: 'page:a' }), entry('page', 'Overview', { id: 'page:b' })];
    expect(rankEntries(twins, 'over', ['page:b'], 10).map((line) => line.entry.id)).toEqual(['page:b', 'page:a']);
    expect(rankEntries(twins, 'over', [], 10).map((line) => line.entry.id)).toEqual(['page:a', 'page:b']);
  });

  it('keeps to the limit', () => {
    expect(rankEntries(entries, '', [], 2)).toHaveLength(2);
  });
});
