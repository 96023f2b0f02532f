/** Thrown by `within` alone, so that it cannot be mistaken for what the work itself threw. */
export class TimeLimitError extends Error {
  override name = 'TimeLimitError';
  readonly limit: number;
  constructor(limit: number) {
    super(`Not finished within ${limit} ms`);
    this.limit = limit;
  }
}

/** The result of the work, or a `TimeLimitError` after `limit` milliseconds. The work itself goes on: it cannot be stopped. */
export function within<T>(limit: number, work: Promise<T> | T): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new TimeLimitError(limit)), limit);
    Promise.resolve(work)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

/** Rejects early, with the signal's reason, when the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    function done() {
      signal.removeEventListener('abort', stop);
      resolve();
    }
    function stop() {
      clearTimeout(timer);
      reject(signal.reason as Error);
    }
  });
}
