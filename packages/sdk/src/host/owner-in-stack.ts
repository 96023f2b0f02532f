import { ownerOfStack } from '@luban/kernel';
import type { Owner } from './cache-owners.ts';

// A component stands below the frames of the cache, of its hooks and of React; ten, the default, can be too few.
const FRAMES = 50;

/** The extension version whose code called into the console's, however many of the console's frames lie between. */
export function ownerInStack(): Owner | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = limit;
  for (const line of stack.split('\n')) {
    const owner = ownerOfStack(line);
    if (owner) return owner;
  }
  return undefined;
}
