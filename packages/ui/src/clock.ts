/** One half-minute tick for every `Time` on the page, which stands still while none is mounted. */
const TICK = 30_000;
const listeners = new Set<() => void>();
let current = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

export const clock = {
  /** Milliseconds since 1970, as of the last tick, so that one render sees one time. */
  now(): number {
    if (timer === undefined) current = coarse(Date.now());
    return current;
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    timer ??= setInterval(tick, TICK);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  },
};

function tick(): void {
  current = coarse(Date.now());
  for (const listener of listeners) listener();
}

/** Whole seconds, because React compares two readings within a render. */
function coarse(time: number): number {
  return Math.floor(time / 1_000) * 1_000;
}
