import type { Readable } from 'node:stream';
import type { Identity } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import type { ContainerTarget } from '../terminal/container-query.ts';
import { type ExecEnd, isStartFailure } from '../terminal/exec-end.ts';
import { type ExecStream, openExec } from '../terminal/exec-stream.ts';

/** Where a tool runs, and for whom. */
export interface ToolPlace {
  target: ContainerTarget;
  identity: Identity;
  /** Ends what still runs. */
  signal: AbortSignal;
}

export interface ToolResult {
  code: number;
  stdout: Buffer;
  /** As much of it as a sentence may take. */
  stderr: string;
  /** There was more output than was wanted. */
  truncated: boolean;
}

const LONGEST_COMPLAINT = 2_000;

/** Starts a program with arguments that nothing reads but the program itself. */
export function startTool(
  { target, identity, signal }: ToolPlace,
  argv: readonly string[],
  stdin = false,
): Promise<ExecStream> {
  const { cluster, ...container } = target;
  return openExec(cluster, identity, { ...container, argv, stdin, signal });
}

/**
 * Runs a program to its end.
 *
 * @param most bytes of output; what has more is cut off
 * @throws Refusal LB5621 the container has no such program, LB5605 the connection to it failed
 */
export async function runTool(place: ToolPlace, argv: readonly string[], most = 65_536): Promise<ToolResult> {
  const stream = await startTool(place, argv);
  const complaint = complaintOf(stream.stderr);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream.stdout) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > most) break;
  }
  const truncated = size > most;
  if (truncated) stream.destroy();
  const stdout = Buffer.concat(chunks);
  if (truncated) return { code: 0, stdout, stderr: '', truncated };
  const end = await stream.ended;
  return { code: exitCode(place, argv[0]!, end), stdout, stderr: await complaint, truncated };
}

/** @throws Refusal LB5621, LB5605 */
export function exitCode({ target }: ToolPlace, program: string, end: ExecEnd): number {
  const { cluster, namespace, pod, container = '' } = target;
  if (end.kind === 'missing' || (end.kind === 'exit' && isStartFailure(end.code))) {
    throw new Refusal(422, 'LB5621', { program, pod, container });
  }
  if (end.kind === 'exit') return end.code;
  throw new Refusal(502, 'LB5605', { cluster: cluster.name, namespace, pod, reason: end.message.slice(0, 300) });
}

/** What a program says on its error output; the rest is read and dropped, so that it never waits. */
export async function complaintOf(stderr: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stderr) {
    if (size < LONGEST_COMPLAINT) chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  return Buffer.concat(chunks).toString().slice(0, LONGEST_COMPLAINT).trim();
}

/** What a tool complained about, as a refusal. */
export function complaint(path: string, stderr: string, code: number): Refusal {
  const reason = stderr.slice(0, 300) || `exit code ${code}`;
  const missing = /no such file or directory|not found|not a directory/i.test(stderr);
  return missing ? new Refusal(404, 'LB5622', { path, reason }) : new Refusal(422, 'LB5623', { path, reason });
}
