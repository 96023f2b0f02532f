import { ownerOfStack, type StackOwner } from './owner-of-stack.ts';

/** Frames that are looked at: the caller's own, and a few without a file, such as `Array.forEach`, before it. */
const FRAMES = 4;

type WithCapture = ErrorConstructor & { captureStackTrace?(target: object, below: unknown): void };

/**
 * The extension whose code called `patched`, or undefined when somebody else did. Only the immediate caller counts: what
 * the console does on behalf of an extension, such as a timer of React's, is the console's to end.
 */
export function callerOf(patched: unknown): StackOwner | undefined {
  const errors = Error as WithCapture;
  const before = errors.stackTraceLimit;
  errors.stackTraceLimit = FRAMES;
  const trace: { stack?: string } = {};
  if (errors.captureStackTrace) errors.captureStackTrace(trace, patched);
  else trace.stack = new Error().stack?.split('\n').slice(2).join('\n');
  errors.stackTraceLimit = before;
  return ownerOfStack(trace.stack ?? '');
}
