/** A column of a live list, as the API server's Table describes it. */
export interface LiveColumn {
  name: string;
  /** `string`, `integer`, `number`, `boolean`, `date` */
  type: string;
  /** `name`: the column is the object's name. `age`: it is told from the row's `created`. */
  format?: string;
  description?: string;
  /** 0 is always shown, higher ones where there is room. */
  priority: number;
}

/**
 * What a column says of an object. A time is given as a time, so that its age can be told at any moment: see `cellText`.
 */
export type LiveCell = string | number | boolean | null | LiveMoment;

/** A time, alone or behind a text as in `5 (3m ago)`. */
export interface LiveMoment {
  /** Milliseconds of the epoch. */
  at: number;
  text?: string;
}

/** What a list keeps of an object. */
export interface LiveRow {
  /** The object's uid. */
  key: string;
  name: string;
  namespace?: string;
  /** In the order of the columns. */
  cells: readonly LiveCell[];
  /** RFC 3339; empty when the object has no such time. */
  created: string;
  /** resourceVersion: equal when nothing changed. */
  version: string;
  labels: Readonly<Record<string, string>>;
  /** It was told to go, and something still holds it. */
  deleting?: boolean;
  ownerKind?: string;
  ownerName?: string;
}
