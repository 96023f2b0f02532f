/** Lets an error that nobody waits for come out where uncaught ones do, without stopping what goes on here. */
export function report(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
