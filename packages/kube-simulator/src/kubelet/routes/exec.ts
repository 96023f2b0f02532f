import { InteractiveShell } from '../../shell/interactive-shell.ts';
import { isShell } from '../../shell/quote.ts';
import { runShell } from '../../shell/run.ts';
import { exitStatus, type RemoteStreams, streamRequestOf } from '../remote-streams.ts';
import type { ContainerProcess } from '../runtime/container-process.ts';
import { runCommand } from '../runtime/run-command.ts';
import { Waiter } from '../runtime/waiter.ts';

/** As much as a command may be sent on its standard input, in bytes. */
const LARGEST_INPUT = 64 * 1024 * 1024;

/** Runs a command in a container with its streams connected, and tells how it ended. */
export async function exec(process: ContainerProcess, streams: RemoteStreams, query: URLSearchParams): Promise<void> {
  const words = query.getAll('command');
  const { terminal, stdin } = streamRequestOf(query);
  if (isShell(words[0] ?? '') && words.slice(1).every((word) => /^-[il]+$/.test(word) || word === '--login') && stdin) {
    streams.finish(exitStatus(await interactive(process, streams, terminal)));
    return;
  }
  const write = outputOf(streams, terminal);
  // Commands that run already see it change.
  const size = { columns: 80, rows: 24 };
  streams.onResize((next) => void Object.assign(size, next));
  const interrupt = new AbortController();
  streams.closed.addEventListener('abort', () => interrupt.abort());
  let asked = false;
  const exitCode = await runCommand(process, {
    words,
    write,
    stdin: async () => {
      asked = true;
      return await readAll(streams);
    },
    signal: interrupt.signal,
    ...(terminal && { terminal: size }),
    started: () => {
      // Whoever does not read its input can be interrupted from the terminal.
      if (terminal && !asked) void watchForInterrupt(streams, interrupt);
    },
  });
  streams.finish(exitStatus(interrupt.signal.aborted && terminal ? 130 : exitCode));
}

async function interactive(process: ContainerProcess, streams: RemoteStreams, terminal: boolean): Promise<number> {
  const variables = new Map([...(await process.environment()), ...(terminal ? [['TERM', 'xterm'] as const] : [])]);
  const files = await process.files();
  const write = outputOf(streams, terminal);
  // Commands that run already see it change.
  const size = { columns: 80, rows: 24 };
  streams.onResize((next) => void Object.assign(size, next));
  const exit = Promise.withResolvers<number>();
  const shell = new InteractiveShell({
    terminal,
    hostname: process.host.hostname,
    root: process.host.profile.user.id === 0,
    variables,
    workingDirectory: process.workingDirectory,
    run: (script, state, interrupted) => {
      const killed = AbortSignal.any([interrupted, streams.closed]);
      const waiter = new Waiter(process.host.clock, killed);
      return runShell(script, {
        host: {
          ...process.host,
          files,
          killed,
          sleep: (milliseconds) => waiter.sleep(milliseconds),
          ...(terminal && { terminal: size }),
        },
        ...state,
        interactive: true,
        output: write,
      });
    },
    write: (stream, text) => streams.write(terminal ? 'stdout' : stream, Buffer.from(text)),
    exited: (exitCode) => exit.resolve(exitCode),
  });
  void process.ended.promise.then(() => exit.resolve(137));
  streams.closed.addEventListener('abort', () => exit.resolve(129));
  void (async () => {
    for await (const bytes of streams.stdin ?? []) shell.input(bytes);
    shell.end();
  })();
  return await exit.promise;
}

/** A terminal has one output, and begins new lines at the left. */
function outputOf(streams: RemoteStreams, terminal: boolean): (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void {
  if (!terminal) return (stream, bytes) => streams.write(stream, bytes);
  return (_stream, bytes) =>
    streams.write('stdout', Buffer.from(Buffer.from(bytes).toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1'));
}

async function readAll(streams: RemoteStreams): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of streams.stdin ?? []) {
    size += bytes.length;
    if (size > LARGEST_INPUT) throw new Error(`more than ${LARGEST_INPUT} bytes of input are not taken`);
    chunks.push(bytes);
    // At a terminal the end is a character.
    if (bytes.length === 1 && bytes[0] === 4) break;
  }
  return Buffer.concat(chunks);
}

async function watchForInterrupt(streams: RemoteStreams, interrupt: AbortController): Promise<void> {
  for await (const bytes of streams.stdin ?? []) if (bytes.includes(3)) interrupt.abort();
}
