import { Bash } from 'just-bash';
import { messageOf } from '../support/errors.ts';
import { splitCommandNames } from './command-names.ts';
import { tar } from './commands/archive.ts';
import { command } from './commands/command.ts';
import { environmentCommands } from './commands/environment.ts';
import { identityCommands, userOf } from './commands/identity.ts';
import { kubectlCommand } from './commands/kubectl.ts';
import { networkCommands } from './commands/network.ts';
import { processCommands } from './commands/processes.ts';
import { programCommands } from './commands/programs.ts';
import type { ProcessHost } from './container-host.ts';
import { withOutputFiles } from './output-files.ts';
import { ProcessorTime } from './processor-time.ts';
import { BUILT_IN, SHELL_COMMANDS } from './shell-commands.ts';
import { addStandIns } from './stand-in-programs.ts';
import { streamOutput } from './stream-output.ts';

const MEBIBYTE = 1024 * 1024;
const DAY = 86_400_000;
const KILLED = 137;
const COMPLETION_COMMAND = '__completed';

export interface ShellOptions {
  host: ProcessHost;
  variables: ReadonlyMap<string, string>;
  workingDirectory: string;
  /** Bytes for its standard input. */
  stdin?: Uint8Array;
  /** Whether to find out if the script came to its end or left early by `exit`. */
  interactive?: boolean;
  output(stream: 'stdout' | 'stderr', bytes: Buffer): void;
}

export interface ShellOutcome {
  exitCode: number;
  /** Only told of interactive scripts: it did not leave by `exit`. */
  completed: boolean;
  /** Why it did not run, or not to its end, such as a syntax error. */
  failure: string;
  /** As the script left it. */
  workingDirectory: string;
  variables: Map<string, string>;
}

/**
 * Runs a script of the shell's language to its end. What it writes is told at once. It touches nothing but the
 * container's simulated files and network; killing it ends it at its next step.
 */
export async function runShell(script: string, options: ShellOptions): Promise<ShellOutcome> {
  const { host, variables, workingDirectory, stdin, output, interactive = false } = options;
  const time = new ProcessorTime((milliseconds) => host.sleep(milliseconds));
  const awake: ProcessHost = {
    ...host,
    sleep: async (milliseconds) => {
      await host.sleep(milliseconds);
      time.slept();
    },
  };
  const user = userOf(host);
  let completed = false;
  const completion = command(COMPLETION_COMMAND, (_words, { env }) => {
    completed = true;
    return { exitCode: Number(env.get('?') ?? 0) };
  });
  const bash = new Bash({
    fs: withOutputFiles(host.files, output),
    cwd: workingDirectory,
    env: Object.fromEntries(variables),
    commands: BUILT_IN,
    customCommands: [
      tar,
      time.command,
      completion,
      ...environmentCommands,
      ...identityCommands(awake),
      ...processCommands(awake),
      ...networkCommands(awake),
      ...programCommands(awake),
      kubectlCommand(awake),
    ],
    coverage: time.meter,
    processInfo: { pid: 56, ppid: 0, uid: user.id, gid: user.groupId },
    // The scripts have no way to run JavaScript; changing the globals of the whole process would cost others more.
    defenseInDepth: false,
    executionLimits: {
      maxLoopIterations: Number.MAX_SAFE_INTEGER,
      maxCommandCount: Number.MAX_SAFE_INTEGER,
      maxWorkUnits: Number.MAX_SAFE_INTEGER,
      maxOutputSize: Number.MAX_SAFE_INTEGER,
      maxExecutionTimeMs: 365 * DAY,
      maxInputBytes: Number.MAX_SAFE_INTEGER,
      maxLiveBytes: 128 * MEBIBYTE,
      maxStringLength: 64 * MEBIBYTE,
      maxSourceBytes: MEBIBYTE,
      maxHeredocSize: MEBIBYTE,
      maxArrayElements: 100_000,
      maxBraceExpansionResults: 10_000,
      maxAwkIterations: 50_000,
      maxSedIterations: 50_000,
      maxJqIterations: 50_000,
      maxGlobOperations: 100_000,
      maxCallDepth: 60,
    },
  });
  const { serve, profile } = host;
  if (serve !== undefined && profile.anyProgram) {
    const knows = (name: string) => SHELL_COMMANDS.has(name) || profile.programs.includes(name);
    await addStandIns(bash, script, host.container.image ?? '', host.files, workingDirectory, knows, async () => ({
      stdout: '',
      stderr: '',
      exitCode: await serve(profile),
    }));
  }
  bash.registerTransformPlugin(splitCommandNames);
  bash.registerTransformPlugin(time.plugin);
  const text = streamOutput(interactive ? `${script}\n${COMPLETION_COMMAND}` : script);
  const input = stdin && ({ stdin: Buffer.from(stdin).toString('latin1'), stdinKind: 'bytes' } as const);
  let result: Awaited<ReturnType<Bash['exec']>>;
  try {
    result = await bash.exec(text, { signal: host.killed, rawScript: true, ...input });
  } catch (error) {
    // Too much processor time is the one thing that ends it in the middle of a step.
    const message = `${messageOf(error)}\n`;
    if (!interactive) output('stderr', Buffer.from(message));
    return { exitCode: KILLED, completed: false, failure: message, workingDirectory, variables: new Map(variables) };
  }
  // What the shell itself says, such as of a script that cannot be parsed.
  if (result.stdout !== '') output('stdout', Buffer.from(result.stdout));
  if (result.stderr !== '' && !interactive) output('stderr', Buffer.from(result.stderr));
  return {
    exitCode: result.exitCode,
    completed,
    failure: result.stderr,
    workingDirectory: result.env.PWD ?? workingDirectory,
    variables: new Map(Object.entries(result.env)),
  };
}
