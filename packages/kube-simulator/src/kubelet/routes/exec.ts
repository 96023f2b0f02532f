import { CAPACITY } from '../../shell/capacity.ts';
import { InteractiveShell } from '../../shell/interactive-shell.ts';
import { isShell } from '../../shell/quote.ts';
import { runShell } from '../../shell/run.ts';
import { exitStatus, type RemoteStreams, streamRequestOf } from '../remote-streams.ts';
import type { ContainerProcess } from '../runtime/container-process.ts';
import { runCommand } from '../runtime/run-command.ts';
import { Waiter } from '../runtime/waiter.ts';

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
  const running = runCommand(process, {
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
  const exitCode = await running.catch((error: unknown) => {
    if (!(error instanceof InputTooLarge)) throw error;
    write('stderr', Buffer.from(`${words[0]}: ${error.message}\n`));
    return 1;
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
    run: (script, state, interrupted, stdin) => {
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
        ...(stdin !== undefined && { stdin: Buffer.from(stdin) }),
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

class InputTooLarge extends Error {
  constructor() {
    super(`No space left on device: a simulated container takes ${CAPACITY / 2 ** 20} MiB at once`);
  }
}

async function readAll(streams: RemoteStreams): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of streams.stdin ?? []) {
    size += bytes.length;
    // What is too much is read and dropped, so that the command can still say so.
    if (size > CAPACITY) chunks.length = 0;
    else chunks.push(bytes);
    // At a terminal the end is a character.
    if (bytes.length === 1 && bytes[0] === 4) break;
  }
  if (size > CAPACITY) throw new InputTooLarge();
  return Buffer.concat(chunks);
}

async function watchForInterrupt(streams: RemoteStreams, interrupt: AbortController): Promise<void> {
  for await (const bytes of streams.stdin ?? []) if (bytes.includes(3)) interrupt.abort();
}
