/** Sees to it that of several replicas one does what must be done once, such as running controllers. */
export interface Leadership {
  /** Whether this replica leads now. */
  readonly leads: boolean;
  /**
   * Starts the work whenever this replica begins to lead, and disposes of it when it ceases to.
   *
   * @param name for the log
   */
  whileLeading(name: string, start: () => Promise<AsyncDisposable>): AsyncDisposable;
}

/** For one replica alone. */
export function soleLeader(onError: (error: unknown) => void): Leadership {
  return {
    leads: true,
    whileLeading(_name, start) {
      const running = start().catch((error: unknown) => {
        onError(error);
        return undefined;
      });
      return { [Symbol.asyncDispose]: async () => (await running)?.[Symbol.asyncDispose]() };
    },
  };
}
