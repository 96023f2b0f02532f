import type { Status } from '@luban/kube';

/** What exec and attach are given, whichever protocol carries it. */
export interface RemoteStreams {
  /** Absent when the client sends none. */
  readonly stdin: AsyncIterable<Uint8Array> | undefined;
  /** Streams that the client did not ask for are dropped. */
  write(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
  /** Told of the terminal's size, now and when it changes. */
  onResize(call: (size: TerminalSize) => void): void;
  /** Tells how it ended, and closes everything once that is written. */
  finish(status: Status): void;
  /** The client is gone. */
  readonly closed: AbortSignal;
}

export interface TerminalSize {
  columns: number;
  rows: number;
}

/** Which streams a client asks for. */
export interface StreamRequest {
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  terminal: boolean;
}

export function streamRequestOf(query: URLSearchParams): StreamRequest {
  const asked = (...names: string[]) => names.some((name) => ['1', 'true'].includes(query.get(name) ?? ''));
  const terminal = asked('tty');
  return {
    stdin: asked('input', 'stdin'),
    stdout: asked('output', 'stdout'),
    // A terminal has one output.
    stderr: asked('error', 'stderr') && !terminal,
    terminal,
  };
}

/** Source of the form: k8s.io/apimachinery/pkg/util/remotecommand, NonZeroExitCodeReason. */
export function exitStatus(exitCode: number): Status {
  const base = { apiVersion: 'v1', kind: 'Status', metadata: {} } as const;
  if (exitCode === 0) return { ...base, status: 'Success' };
  return {
    ...base,
    status: 'Failure',
    message: `command terminated with non-zero exit code: command terminated with exit code ${exitCode}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  };
}

export function failureStatus(message: string): Status {
  return {
    apiVersion: 'v1',
    kind: 'Status',
    metadata: {},
    status: 'Failure',
    message,
    reason: 'InternalError',
    code: 500,
  };
}

/** @returns undefined when the text is no size */
export function parseTerminalSize(text: string): TerminalSize | undefined {
  try {
    const { Width, Height } = JSON.parse(text) as { Width?: unknown; Height?: unknown };
    if (typeof Width !== 'number' || typeof Height !== 'number') return undefined;
    return { columns: clamp(Width), rows: clamp(Height) };
  } catch {
    return undefined;
  }
}

function clamp(value: number): number {
  return Math.max(1, Math.min(1000, Math.trunc(value) || 80));
}
