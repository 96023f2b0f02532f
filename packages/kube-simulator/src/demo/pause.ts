import { setTimeout as after } from 'node:timers/promises';

/** Waits on the computer's own clock. @throws the signal's reason */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await after(milliseconds, undefined, { signal });
}
