import type { Status } from '@luban/kube';

/** How a command in a container ended. */
export type ExecEnd =
  | { kind: 'exit'; code: number }
  /** It did not run: the container has no such program, or may not run it. */
  | { kind: 'missing'; message: string }
  /** The connection to it, or the cluster, gave up. */
  | { kind: 'failed'; message: string };

/** @param text what came on the channel for it; undefined when the connection ended without */
export function readExecEnd(text: string | undefined): ExecEnd {
  if (text === undefined) return { kind: 'failed', message: 'The connection to the container was lost' };
  const status = parse(text);
  if (status === undefined) return { kind: 'failed', message: text.slice(0, 500) };
  if (status.status === 'Success') return { kind: 'exit', code: 0 };
  const message = typeof status.message === 'string' ? status.message : 'The command failed';
  const code = exitCodeOf(status);
  if (code !== undefined) return { kind: 'exit', code };
  return { kind: saysMissing(message) ? 'missing' : 'failed', message };
}

/**
 * Exit codes with which runtimes say that a program could not be started.
 * Source: POSIX shells and runc, for which 127 is "not found" and 126 "cannot be run".
 */
export function isStartFailure(code: number): boolean {
  return code === 126 || code === 127;
}

/** Words of containerd, CRI-O, runc and crun about programs that are not there. */
export function saysMissing(text: string): boolean {
  return /executable file .{0,200}not found|executable file not found|no such file or directory|permission denied: unknown|exec format error/i.test(
    text.slice(0, 4_000),
  );
}

/** Whether output is not the program's own, but the runtime's about why there is none. */
export function isRuntimeRefusal(text: string): boolean {
  return /^(?:OCI runtime exec failed|rpc error:|exec failed:|error executing command|container_linux\.go)/.test(text);
}

function exitCodeOf({ reason, details }: Status): number | undefined {
  if (reason !== 'NonZeroExitCode') return undefined;
  const cause = details?.causes?.find((candidate) => candidate.reason === 'ExitCode')?.message;
  return cause !== undefined && /^\d{1,10}$/.test(cause) ? Number(cause) : undefined;
}

function parse(text: string): Status | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'status' in value ? (value as Status) : undefined;
  } catch {
    return undefined;
  }
}
