import type { Random } from '../support/random.ts';

/** Who writes a log, for lines that name their writer. */
export interface LogWriter {
  hostname: string;
  /** As the container names it. */
  image: string;
  container: string;
  ip: string;
}

/** Lines of a kind of program. All of it is a function of its arguments. */
export interface LogGenerator {
  /** What it says when it starts. Times are milliseconds from the start, and grow. */
  opening(random: Random, startedAt: number, writer: LogWriter): readonly OpeningLine[];
  /** How many lines it writes in a minute of an ordinary hour. */
  linesPerMinute: number;
  line(random: Random, time: number, writer: LogWriter): { text: string; stream?: 'stderr' };
  /** Whether its opening goes to the standard error. */
  openingStream?: 'stderr';
}

export interface OpeningLine {
  after: number;
  text: string;
}

/** More by day than by night: from a third to about one and a half, by the hour in UTC. */
export function dayFactor(time: number): number {
  const hours = (time / 3_600_000) % 24;
  return 0.9 - 0.6 * Math.cos(((hours - 3) / 24) * 2 * Math.PI);
}
