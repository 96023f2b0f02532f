/** One line that a container wrote. */
export interface LogEntry {
  /** Grows by the line, within one source. */
  sequence: number;
  /** Milliseconds of the epoch. */
  time: number;
  stream: 'stdout' | 'stderr';
  text: string;
  /** The process ended before it ended the line. */
  unfinished?: true;
}

/** Everything that one run of a container writes. The same question later has the same earlier lines in its answer. */
export interface LogSource {
  /** Lines behind a sequence number (-1: all that are kept) until a time, oldest first. */
  after(sequence: number, until: number): Iterable<LogEntry>;
  /** Lines until a time, newest first. */
  backwards(until: number): Iterable<LogEntry>;
  /** When the next line behind a time comes, as far as that is known ahead. */
  nextAfter(time: number): number | undefined;
  /** Calls when there may be something new that `nextAfter` did not foretell, the end included. */
  subscribe(changed: () => void): Disposable;
  /** When the process ended; nothing comes after it. */
  readonly endedAt: number | undefined;
}
