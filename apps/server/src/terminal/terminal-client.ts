/** What a terminal tells whoever looks at it, beside the bytes. */
export type TerminalNews =
  /** `offset`: the place in the output of the bytes that follow. */
  | { type: 'opened' | 'resumed'; session: string; shell: string; container: string; offset: number; lost: boolean }
  /** `code` is null when the program did not end by itself; `error` then says why. */
  | { type: 'exit'; code: number | null; error?: TerminalProblem }
  | { type: 'error'; error: TerminalProblem };

/** A number of the message catalogue with its values. */
export interface TerminalProblem {
  code: string;
  params: Record<string, string | number>;
}

/** Somebody at a terminal, whichever protocol brings them. */
export interface TerminalClient {
  /** @param taken called when the connection took the bytes */
  show(bytes: Buffer, taken: () => void): void;
  tell(news: TerminalNews): void;
  /** Says that it is still there. */
  ping(): void;
  /** Stops asking for input, or goes on. */
  holdInput(hold: boolean): void;
  close(): void;
}
