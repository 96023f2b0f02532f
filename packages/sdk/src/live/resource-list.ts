import type { LiveColumn, LiveColumnPath, LiveProblem, LiveRow, LiveSort } from '@luban/kube/live';

export interface ResourceListQuery {
  /** Default: the cluster that the shell shows, else `host`. */
  cluster?: string;
  /** Empty for the core group. */
  group: string;
  version: string;
  /** Plural, such as `pods`. */
  resource: string;
  /** Default: all namespaces. */
  namespace?: string | readonly string[];
  /** Only projects of this workspace. */
  workspace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  /**
   * Terms between spaces that all have to hold: a part of the name, `app=web` or `app!=web` for a label, `status:crash` for
   * a part of what the column Status says.
   */
  search?: string;
  /** By a column's name, or `name`, `namespace`, `created`. Default: by namespace and name. */
  sort?: LiveSort;
  /** Columns by JSONPath. Default: those that the API server prints, as in `kubectl get -o wide`. */
  columns?: readonly LiveColumnPath[];
}

/**
 * `idle`: no query. `loading`: not all has arrived; there may be rows already. `ready`: as the cluster has it. `stale`: as
 * it was at `asOf`; the rows stay. `refused`: the person may not see this. `problem`: there is nothing, and why.
 */
export type LiveStatus = 'idle' | 'loading' | 'ready' | 'stale' | 'refused' | 'problem';

export interface ResourceList {
  readonly status: LiveStatus;
  /** Milliseconds of the epoch when the rows were known to be right, while they are stale. */
  readonly asOf?: number;
  /** Why it is stale, refused or a problem. */
  readonly problem?: LiveProblem;
  readonly columns: readonly LiveColumn[];
  /** Objects after the filter, whatever the window. */
  readonly total: number;
  /** Undefined outside the window, and until its rows have arrived. */
  row(index: number): LiveRow | undefined;
  /** Where the object's row is in the list; -1 when it is not in the window. */
  indexOf(key: string): number;
  /** Which rows to have, at most 500; until then the first hundred. */
  setWindow(offset: number, limit: number): void;
  /** Another number whenever something changed. The object is another one, too. */
  readonly revision: number;
}
