/** What the writer that will be killed writes, so that its parent knows what must be there. */

/** Writers never share keys, and each waits for one write before the next. */
export const WRITERS = 64;
const KEYS = 5;
export const CRASH_RESOURCE = 'configmaps';

export interface PlannedWrite {
  key: string;
  /** Absent: deletes. */
  value: string | undefined;
}

/** @param exists Whether the store has an object under the key. */
export function plannedWrite(
  round: number,
  writer: number,
  step: number,
  exists: (key: string) => boolean,
): PlannedWrite {
  const key = `crash/writer-${writer}-${step % KEYS}`;
  const deletes = step % 7 === 6 && exists(key);
  return { key, value: deletes ? undefined : `round-${round}-step-${step}` };
}
