import { describe, expect, it } from 'vitest';
import { addNotice, type KeptNotice, removeNotice, standingNotices } from './notice-list.ts';

const failed = { tone: 'danger', title: 'It failed', code: 'LB3010' } as const;
const add = (list: readonly KeptNotice[], ...notices: Parameters<typeof addNotice>[1][]) =>
  notices.reduce<KeptNotice[]>((all, notice) => addNotice(all, notice, 5), [...list]);

describe('addNotice', () => {
  it('counts the same notice instead of repeating it', () => {
    const list = add([], failed, { tone: 'info', title: 'Other' }, failed);
    expect(list.map(({ title, count }) => [title, count])).toEqual([
      ['It failed', 2],
      ['Other', 1],
    ]);
  });

  it('tells notices apart by tone, number and words', () => {
    const list = add(
      [],
      failed,
      { ...failed, code: 'LB3001' },
      { ...failed, description: 'More' },
      { ...failed, tone: 'warning' },
    );
    expect(list).toHaveLength(4);
  });

  it('replaces the one with the same key, and begins to count anew when it says something else', () => {
    const list = add(
      [],
      { ...failed, key: 'k' },
      { ...failed, key: 'k' },
      { ...failed, key: 'k', title: 'It works again' },
    );
    expect(list).toMatchObject([{ title: 'It works again', count: 1, read: false }]);
  });

  it('is unread again when it happens again', () => {
    const [kept] = add([], failed);
    expect(addNotice([{ ...kept!, read: true }], failed, 9)[0]).toMatchObject({ read: false, at: 9, count: 2 });
  });

  it('forgets the oldest of very many', () => {
    const list = Array.from({ length: 150 }, (_, at) => at).reduce<KeptNotice[]>(
      (all, at) => addNotice(all, { tone: 'info', title: `${at}` }, at),
      [],
    );
    expect(list).toHaveLength(100);
    expect(list[0]?.title).toBe('149');
  });
});

describe('standingNotices', () => {
  it('are those that do not leave by themselves, the worst first', () => {
    const list = add([], { tone: 'info', title: 'i' }, { tone: 'warning', title: 'w' }, failed, {
      ...failed,
      title: 'toast',
      timeout: 5_000,
    });
    expect(standingNotices(list).map(({ title }) => title)).toEqual(['It failed', 'w', 'i']);
    expect(standingNotices(removeNotice(list, standingNotices(list)[0]!.id))).toHaveLength(2);
  });
});
