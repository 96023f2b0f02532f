import type { Command, ResolvedCommandContext } from 'just-bash';

export interface CommandOutput {
  stdout?: string;
  stderr?: string;
  exitCode?: number;
}

/** A command of the simulated shell that writes text. */
export function command(
  name: string,
  run: (
    words: readonly string[],
    context: ResolvedCommandContext,
  ) => CommandOutput | string | Promise<CommandOutput | string>,
): Command {
  return {
    name,
    execute: async (words, context) => {
      const output = await run(words, context);
      const { stdout = '', stderr = '', exitCode = 0 } = typeof output === 'string' ? { stdout: output } : output;
      return { stdout, stderr, exitCode, stdoutKind: 'text' };
    },
  };
}
