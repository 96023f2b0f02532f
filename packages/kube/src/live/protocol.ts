/**
 * What a tab and the gateway say to each other about lists that follow a cluster. One WebSocket per tab, `/api/live`, one
 * JSON text per frame. The tab numbers its subscriptions; the gateway numbers what it sends to each of them, from 1 and
 * without gaps, so that a tab that misses one knows it and asks for the window again.
 */
import type { KubeObject } from '../object.ts';
import type { LiveColumn, LiveRow } from './live-row.ts';

export const LIVE_PATH = '/api/live';
/** Said first by the gateway. A tab that does not know the number says so instead of guessing. */
export const LIVE_PROTOCOL = 1;

/** What the gateway takes from one tab; beyond it the message is answered with a problem. */
export const LIVE_LIMITS = {
  /** Subscriptions of one tab. */
  subscriptions: 100,
  /** Rows of a window. */
  window: 500,
  /** Characters of a selector, of a search, of a JSONPath. */
  text: 2_000,
  /** Namespaces that a query may name. */
  namespaces: 200,
  /** Columns that a query may define. */
  columns: 30,
  /** Bytes of a message. */
  message: 64 * 1024,
} as const;

/** The objects that a list is about. Another source means another list, so it never changes within a subscription. */
export interface LiveSource {
  cluster: string;
  /** Empty for the core group. */
  group: string;
  version: string;
  /** Plural, such as `pods`. */
  resource: string;
  /** Default: the columns that the API server prints, as in `kubectl get -o wide`. */
  columns?: readonly LiveColumnPath[];
}

export interface LiveColumnPath {
  name: string;
  /** `.status.phase`, in the dialect of printer columns. */
  jsonPath: string;
  /** As in printer columns. Default: `string`. */
  type?: string;
}

/** Which of the objects, in which order. */
export interface LiveView {
  /** Default: all namespaces. */
  namespaces?: readonly string[];
  /** Only projects of this workspace. */
  workspace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  /** Terms between spaces that all have to hold. See `parseSearch`. */
  search?: string;
  /** Default: by namespace and name. */
  sort?: LiveSort;
}

export interface LiveSort {
  /** Name of a column, or `name`, `namespace`, `created`. */
  column: string;
  descending?: boolean;
}

/** The rows of a list that the tab wants to have. */
export interface LiveWindow {
  offset: number;
  limit: number;
}

/** One object, followed whole. */
export interface LiveObjectRef {
  cluster: string;
  group: string;
  version: string;
  resource: string;
  namespace?: string;
  name: string;
  /** Also who wrote which field. */
  managedFields?: boolean;
}

export type LiveClientMessage =
  | { op: 'subscribe'; id: number; source: LiveSource; view: LiveView; window: LiveWindow }
  /** Another order or selection. `turn` is counted up by the tab and comes back with the snapshot that follows. */
  | { op: 'view'; id: number; turn: number; view: LiveView }
  | { op: 'window'; id: number; window: LiveWindow }
  /** The tab missed something: the window once more. */
  | { op: 'resync'; id: number }
  | { op: 'follow'; id: number; object: LiveObjectRef }
  | { op: 'unsubscribe'; id: number }
  /** Nobody looks at the tab: nothing is sent until `resume`, and then a snapshot each. */
  | { op: 'pause' }
  | { op: 'resume' };

export interface LiveProblem {
  /** `LB5501` */
  code: string;
  /** In the person's language. */
  message: string;
  cure?: string;
}

/**
 * `loading`: not all objects have arrived yet. `ready`: as the cluster has it. `stale`: as it was at `asOf`; the rows stay.
 * `refused`: the person may not see this, and the rows are gone. `problem`: there is nothing to show, and why.
 */
export type LiveState = 'loading' | 'ready' | 'stale' | 'refused' | 'problem';

/** The window as it is, instead of whatever the tab has. */
export interface LiveSnapshot {
  type: 'snapshot';
  id: number;
  seq: number;
  turn: number;
  columns: readonly LiveColumn[];
  /** Objects of the list, within and without the window. */
  total: number;
  offset: number;
  rows: readonly LiveRow[];
}

/** What became of the window. See `applyWindowDelta`. */
export interface LiveDelta extends WindowDelta {
  type: 'delta';
  id: number;
  seq: number;
  total: number;
}

/** Steps from one window to the next, in this order. */
export interface WindowDelta {
  /** Index of the first row afterwards. */
  offset: number;
  /** Keys of rows that leave the window. */
  removed?: readonly string[];
  /** Position in the window, rising, and the row that comes there: a new one whole, one that moves by its key. */
  placed?: readonly (readonly [position: number, row: LiveRow | string])[];
  /** Rows with other content, wherever they stand now. */
  changed?: readonly LiveRow[];
}

export type LiveServerMessage =
  /**
   * `now`: milliseconds of the epoch, by the gateway's clock. `lost` is what to say when the connection breaks: then nobody
   * can be asked for the sentence.
   */
  | { type: 'hello'; protocol: number; now: number; lost: LiveProblem }
  | LiveSnapshot
  | LiveDelta
  /** `asOf`: milliseconds of the epoch, by the gateway's clock, when the data was known to be right. */
  | { type: 'state'; id: number; state: LiveState; asOf?: number; problem?: LiveProblem }
  /** The object as it is now; null: there is none of that name. */
  | { type: 'object'; id: number; seq: number; object: KubeObject | null }
  /** The gateway took back the subscription, or never had it. */
  | { type: 'ended'; id: number; problem: LiveProblem };
