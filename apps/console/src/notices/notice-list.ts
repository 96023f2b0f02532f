import type { Notice } from '@luban/kernel';

/** A notice as it is kept: the same one again only raises its count. */
export interface KeptNotice extends Notice {
  id: string;
  count: number;
  /** `Date.now()` of the last time. */
  at: number;
  read: boolean;
}

/** Most that are kept; the oldest leave first. */
const LENGTH = 100;

/** Newest first. A notice with the key of an earlier one takes its place; one that says the same is counted. */
export function addNotice(list: readonly KeptNotice[], notice: Notice, at: number): KeptNotice[] {
  const id = notice.key ?? identity(notice);
  const earlier = list.find((kept) => kept.id === id);
  const again = earlier !== undefined && identity(earlier) === identity(notice);
  const kept: KeptNotice = { ...notice, id, at, read: false, count: again ? earlier.count + 1 : 1 };
  return [kept, ...list.filter((other) => other.id !== id)].slice(0, LENGTH);
}

export function removeNotice(list: readonly KeptNotice[], id: string): KeptNotice[] {
  return list.filter((kept) => kept.id !== id);
}

/** Those that ask for attention above the content: warnings and failures that do not leave by themselves. */
export function urgentNotices(list: readonly KeptNotice[]): KeptNotice[] {
  const rank = { danger: 0, warning: 1 } as Readonly<Record<string, number>>;
  return list
    .filter((kept) => kept.timeout === undefined && rank[kept.tone] !== undefined)
    .sort((a, b) => rank[a.tone]! - rank[b.tone]!);
}

function identity(notice: Notice): string {
  return JSON.stringify([notice.tone, notice.code ?? '', notice.title, notice.description ?? '']);
}
