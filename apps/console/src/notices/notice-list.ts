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

/** Those that stay above the content until they are dismissed, the worst first. */
export function standingNotices(list: readonly KeptNotice[]): KeptNotice[] {
  return list
    .filter((kept) => kept.timeout === undefined)
    .sort((a, b) => SEVERITY.indexOf(a.tone) - SEVERITY.indexOf(b.tone));
}

const SEVERITY: readonly KeptNotice['tone'][] = ['danger', 'warning', 'info', 'success'];

function identity(notice: Notice): string {
  return JSON.stringify([notice.tone, notice.code ?? '', notice.title, notice.description ?? '']);
}
