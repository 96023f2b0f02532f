import { describe, expect, it } from 'vitest';
import { mergePlaces } from './merge-places.ts';
import type { PaletteEntry } from './palette-entry.ts';

const entry = (id: string, more: Partial<PaletteEntry> = {}): PaletteEntry => ({
  id,
  kind: 'page',
  title: id,
  run: () => undefined,
  ...more,
});

describe('mergePlaces', () => {
  it('lists a place once, found by the words of all and with the key of one', () => {
    const page = entry('Cron schedules', { place: 'cron/schedule', keywords: ['When a job runs'] });
    const command = entry('Explain a schedule', { place: 'cron/schedule', keywords: ['crontab'], key: 'mod+e' });
    const quick = entry('quick', { title: 'Cron schedules', place: 'cron/schedule' });
    expect(mergePlaces([page, command, quick])).toEqual([
      { ...page, key: 'mod+e', keywords: ['When a job runs', 'Explain a schedule', 'crontab'] },
    ]);
  });

  it('leaves alone what leads nowhere or elsewhere', () => {
    const entries = [entry('a'), entry('b'), entry('c', { place: 'x/c' }), entry('d', { place: 'x/d' })];
    expect(mergePlaces(entries)).toEqual(entries);
  });
});
