import { type ResourceList, type ResourceListQuery, useResourceList } from '@luban/sdk';
import { TROUBLES } from './failing-pods.ts';

/** Pods of one kind of trouble that are sent; more are only counted. */
export const SHOWN = 6;

export interface PodStates {
  /** All pods; tells whether they may be seen, and how well they are known. */
  readonly all: ResourceList;
  /** Running and ready; those that are not are among the failing. */
  readonly running: number;
  readonly pending: number;
  readonly failing: number;
  readonly completed: number;
  /** One list for each way of not being well. */
  readonly troubles: readonly ResourceList[];
  /** Not all has been told yet. */
  readonly waiting: boolean;
}

/**
 * Counts the pods of a cluster or project by how they are. The gateway filters; the page gets a handful of rows.
 *
 * @param base null: not known yet
 */
export function usePodStates(base: ResourceListQuery | null): PodStates {
  const search = (text: string) => base && { ...base, search: text };
  const trouble = (text: string) => base && { ...base, search: text, sort: BY_RESTARTS };
  const all = useResourceList(base, ONE);
  const running = useResourceList(search('status:running'), ONE);
  const pending = useResourceList(search('status:pending'), ONE);
  const completed = useResourceList(search('status:completed'), ONE);
  const notReady = useResourceList(trouble(TROUBLES.notReady), FIRST);
  const troubles = [
    useResourceList(trouble(TROUBLES.backOff), FIRST),
    useResourceList(trouble(TROUBLES.error), FIRST),
    useResourceList(trouble(TROUBLES.outOfMemory), FIRST),
    useResourceList(trouble(TROUBLES.invalid), FIRST),
    useResourceList(trouble(TROUBLES.evicted), FIRST),
    notReady,
  ];
  return {
    all,
    running: Math.max(0, running.total - notReady.total),
    completed: completed.total,
    pending: pending.total,
    failing: troubles.reduce((sum, list) => sum + list.total, 0),
    troubles,
    waiting:
      base === null || [all, running, pending, completed, ...troubles].some(({ status }) => status === 'loading'),
  };
}

const ONE = { limit: 1 };
const FIRST = { limit: SHOWN };
const BY_RESTARTS = { column: 'Restarts', descending: true };
