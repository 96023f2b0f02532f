import type { Installations } from '../../installation/installations.ts';
import type { EventStream } from './event-stream.ts';

export interface PourLogOptions {
  /** Absent: nothing is ever written. */
  installations?: Installations;
  /** Milliseconds between signs of life. Default: 25,000. */
  heartbeat?: number;
  /** `Last-Event-ID` of who was here before. */
  seen?: string;
}

/**
 * Sends the output of the newest run so far, and what comes: `start` with the run, `line` for each line, `end`. Who comes
 * back to the same run is sent what is new; `start` says whether it begins anew.
 */
export async function pourLog(stream: EventStream, extension: string, options: PourLogOptions): Promise<void> {
  const { installations, heartbeat = 25_000, seen } = options;
  const timer = setInterval(() => stream.beat(), heartbeat).unref();
  const run = installations?.journal(extension)?.runs[0]?.id ?? '';
  const known = linesSeen(seen, run);
  let count = installations?.logStart(extension) ?? 0;
  try {
    stream.event('start', JSON.stringify({ run, from: known }));
    if (installations === undefined) return;
    for await (const line of installations.log(extension, stream.closed)) {
      count += 1;
      if (count > known) stream.event('line', JSON.stringify(line), `${encodeURIComponent(run)}.${count}`);
    }
  } finally {
    clearInterval(timer);
    stream.event('end', '{}');
    stream.end();
  }
}

/** How many lines of the run somebody has. */
function linesSeen(seen: string | undefined, run: string): number {
  const [, of, count] = /^(.*)\.(\d{1,9})$/.exec(seen ?? '') ?? [];
  return of === encodeURIComponent(run) ? Number(count) : 0;
}
