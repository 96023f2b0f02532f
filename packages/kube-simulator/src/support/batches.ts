/** Most objects that one look at a workload creates or deletes; the rest follows at the next. */
export const BURST = 500;

/**
 * Does something `count` times: once first, then twice as often at the same time, and so on, until all is done or
 * something fails. Thus a quota or an admission rule is asked a few times and not hundreds of times.
 *
 * @returns how many succeeded, and the first failure
 */
export async function inSlowStartBatches(
  count: number,
  act: (index: number) => Promise<unknown>,
): Promise<{ done: number; error?: unknown }> {
  let done = 0;
  for (let size = 1; done < count; size *= 2) {
    const batch = Math.min(size, count - done);
    const results = await Promise.allSettled(Array.from({ length: batch }, (_, index) => act(done + index)));
    const failures = results.filter((result) => result.status === 'rejected');
    done += batch - failures.length;
    if (failures[0] !== undefined) return { done, error: failures[0].reason };
  }
  return { done };
}
