import type { Clock } from '@luban/kube';
import type { ClusterHandle } from '../clusters/cluster-registry.ts';
import type { Identity } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import { isRuntimeRefusal, isStartFailure } from './exec-end.ts';
import { type ContainerRef, type ExecStream, openExec } from './exec-stream.ts';

export interface TerminalSize {
  columns: number;
  rows: number;
}

export interface OpenShell {
  stream: ExecStream;
  /** The program that runs. */
  shell: string;
}

export interface ShellRequest extends ContainerRef {
  /** Programs to try, the preferred one first. */
  candidates: readonly (readonly string[])[];
  size: TerminalSize;
  clock: Clock;
  signal?: AbortSignal;
}

/** Shells of common images; the last is where debug variants of images without a shell have one. */
const SHELLS = ['bash', 'sh', 'ash', '/busybox/sh'];

/** A shell that has said nothing for so long is there all the same. */
const QUIET = 700;

/** @param wanted `auto`, or the name or path of a program */
export function shellCandidates(wanted: string): readonly (readonly string[])[] {
  return (wanted === 'auto' ? SHELLS : [wanted]).map((program) => [program]);
}

/**
 * Starts the first of the programs that the container has. Only trying tells: a container may have no program with
 * which one could look.
 *
 * @throws Refusal LB5606 it has none of them, and what `openExec` throws
 */
export async function openShell(
  cluster: ClusterHandle,
  identity: Identity | undefined,
  request: ShellRequest,
): Promise<OpenShell> {
  const { candidates, size, clock, signal, ...container } = request;
  for (const argv of candidates) {
    const stream = await openExec(cluster, identity, { ...container, argv, stdin: true, tty: true, signal });
    stream.resize(size.columns, size.rows);
    if (await starts(stream, clock)) return { stream, shell: argv[0]! };
    stream.destroy();
  }
  throw new Refusal(422, 'LB5606', {
    pod: request.pod,
    container: request.container ?? '',
    tried: candidates.map(([program]) => program).join(', '),
  });
}

async function starts(stream: ExecStream, clock: Clock): Promise<boolean> {
  const { stdout } = stream;
  const first = Promise.withResolvers<'output' | 'quiet'>();
  const onReadable = () => {
    if (stdout.readableLength > 0) first.resolve('output');
  };
  stdout.on('readable', onReadable);
  using _ = clock.after(QUIET, () => first.resolve('quiet'));
  const outcome = await Promise.race([first.promise, stream.ended]);
  stdout.off('readable', onReadable);
  const shown: Buffer | null = stdout.read();
  const end =
    typeof outcome === 'string' && shown !== null && isRuntimeRefusal(shown.toString()) ? await stream.ended : outcome;
  if (shown !== null) stdout.unshift(shown);
  if (typeof end === 'string') return true;
  return !(end.kind === 'missing' || (end.kind === 'exit' && isStartFailure(end.code)));
}
