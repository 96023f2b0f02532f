import type { Clock } from '@luban/kube';
import type { BufferedLog } from '../../logs/buffered-log.ts';
import type { LogSource } from '../../logs/log-source.ts';

/** How long is waited where nobody knows when the next line comes. In milliseconds. */
const LONGEST_WAIT = 60_000;

/** Has the lines of a made-up log come between those that a script writes itself, until the script is killed. */
export async function mixIn(
  generated: LogSource,
  log: BufferedLog,
  clock: Clock,
  sleep: (milliseconds: number) => Promise<void>,
  killed: AbortSignal,
): Promise<void> {
  let sequence = -1;
  while (!killed.aborted) {
    const now = clock.now();
    for (const entry of generated.after(sequence, now)) {
      sequence = entry.sequence;
      log.write(entry.stream, `${entry.text}\n`, entry.time);
    }
    await sleep((generated.nextAfter(now) ?? now + LONGEST_WAIT) - now);
  }
}
