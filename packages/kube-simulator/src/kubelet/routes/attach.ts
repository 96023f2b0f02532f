import type { Clock } from '@luban/kube';
import { readLog } from '../../logs/log-reader.ts';
import { exitStatus, type RemoteStreams, streamRequestOf } from '../remote-streams.ts';
import type { ContainerProcess } from '../runtime/container-process.ts';

/** Connects to a container's main process: what it writes from now on, and its input when it takes any. */
export async function attach(
  process: ContainerProcess,
  streams: RemoteStreams,
  query: URLSearchParams,
  clock: Clock,
): Promise<void> {
  const { stdin } = streamRequestOf(query);
  const attached = await process.attach((stream, bytes) => streams.write(stream, bytes));
  const stop = () => attached[Symbol.dispose]();
  streams.closed.addEventListener('abort', stop);
  if (stdin) {
    void (async () => {
      for await (const bytes of streams.stdin ?? []) attached.input(bytes);
      // A client that goes away without a word leaves the process running.
      if (!streams.closed.aborted) attached.end();
    })();
  }
  if (process.serves) void follow(process, streams, clock);
  const exitCode = await Promise.race([process.ended.promise, aborted(streams.closed)]);
  stop();
  if (exitCode !== undefined) streams.finish(exitStatus(exitCode));
}

/** What servers write is made up when somebody looks. */
async function follow(process: ContainerProcess, streams: RemoteStreams, clock: Clock): Promise<void> {
  for await (const chunk of readLog(await process.log(), { follow: true, tailLines: 0 }, clock, streams.closed)) {
    streams.write('stdout', chunk);
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
