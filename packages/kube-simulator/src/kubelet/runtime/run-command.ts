import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IFileSystem } from 'just-bash';
import { profileOf } from '../../images/profile-of.ts';
import { runTar } from '../../shell/commands/archive.ts';
import { programOf } from '../../shell/program-line.ts';
import { baseName } from '../../shell/quote.ts';
import { runShell } from '../../shell/run.ts';
import type { ContainerProcess } from './container-process.ts';
import { Waiter } from './waiter.ts';

export interface CommandRun {
  words: readonly string[];
  write(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
  /** All of standard input; asked for only when the command reads it. */
  stdin?(): Promise<Uint8Array>;
  terminal?: { columns: number; rows: number };
  /** Ends it early. */
  signal?: AbortSignal;
  timeoutMilliseconds?: number;
  /** Told when its input, if it reads any, is complete. */
  started?(): void;
}

/** Bytes of a large output that are written at once. */
const PIECE = 256 * 1024;

/** The command is there, but no such program. Source: runc, exit codes of exec. */
const NOT_FOUND = 126;

/** Runs one more command in a container, as `exec` does. @returns its exit code */
export async function runCommand(process: ContainerProcess, run: CommandRun): Promise<number> {
  const { host } = process;
  const variables = await process.environment();
  const files = await process.files();
  const killed = new AbortController();
  const timer =
    run.timeoutMilliseconds === undefined ? undefined : host.clock.after(run.timeoutMilliseconds, () => killed.abort());
  const signals = [killed.signal, ...(run.signal ? [run.signal] : [])];
  const kill = () => killed.abort();
  for (const signal of signals) signal.addEventListener('abort', kill);
  void process.ended.promise.then(kill);
  try {
    const program = await programOf(
      run.words,
      profileOf(host.container.image ?? ''),
      async () => files,
      process.workingDirectory,
      false,
    );
    if (program.kind === 'missing') {
      run.write(
        'stderr',
        Buffer.from(
          `OCI runtime exec failed: exec failed: unable to start container process: ${program.message}: unknown\n`,
        ),
      );
      return NOT_FOUND;
    }
    // A shell without a terminal takes its commands from its input.
    const input =
      program.kind === 'interactive' || (program.kind === 'script' && program.readsStdin)
        ? await run.stdin?.()
        : undefined;
    const script = program.kind === 'script' ? program.script : Buffer.from(input ?? '').toString();
    run.started?.();
    // By itself, since the strings of the shell are smaller than archives may be.
    if (program.kind === 'script' && baseName(run.words[0] ?? '') === 'tar') {
      return await archive(run, files, process.workingDirectory, input);
    }
    const waiter = new Waiter(host.clock, killed.signal);
    const outcome = await runShell(script, {
      host: {
        ...host,
        files,
        killed: killed.signal,
        sleep: (milliseconds) => waiter.sleep(milliseconds),
        ...(run.terminal && { terminal: run.terminal }),
      },
      variables,
      workingDirectory: process.workingDirectory,
      stdin: program.kind === 'interactive' ? undefined : input,
      output: run.write,
    });
    return killed.signal.aborted ? 137 : outcome.exitCode;
  } finally {
    timer?.[Symbol.dispose]();
    for (const signal of signals) signal.removeEventListener('abort', kill);
  }
}

async function archive(
  { words, write }: CommandRun,
  fs: IFileSystem,
  cwd: string,
  input: Uint8Array = new Uint8Array(),
): Promise<number> {
  const stdin = () => Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  const { stdout, stderr, exitCode } = await runTar(words.slice(1), { fs, cwd, stdin });
  for (let start = 0; start < stdout.length; start += PIECE) {
    write('stdout', stdout.subarray(start, start + PIECE));
    // Everybody else's requests are answered in between.
    await nextTurn();
  }
  if (stderr !== '') write('stderr', Buffer.from(stderr));
  return exitCode;
}
