/** Milliseconds after which it is done even if the page is never idle. */
const LIMIT = 1_000;

/** Runs something when the browser has nothing better to do. Calling the result before that cancels it. */
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(run, { timeout: LIMIT });
    return () => cancelIdleCallback(handle);
  }
  const handle = setTimeout(run, 50);
  return () => clearTimeout(handle);
}
