/** Runs at most `count` at once; stops at nothing, so `run` must not reject. */
export async function inParallel<T>(
  items: readonly T[],
  count: number,
  run: (item: T) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < items.length) await run(items[next++]!);
  };
  await Promise.all(Array.from({ length: Math.min(count, items.length) }, work));
}
