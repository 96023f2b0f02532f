import { profileOf } from '../../images/profile-of.ts';
import { programOf } from '../../shell/program-line.ts';
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
