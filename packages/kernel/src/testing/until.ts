import type { Mount, MountSnapshot } from '../contract.ts';

/** Resolves when the condition holds. The test runner's own limit ends the wait otherwise. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** The mount's snapshot as soon as it is in this phase. */
export async function shown<P extends MountSnapshot['phase']>(
  mount: Mount,
  phase: P,
): Promise<Extract<MountSnapshot, { phase: P }>> {
  await until(() => mount.snapshot.get().phase === phase);
  return mount.snapshot.get() as Extract<MountSnapshot, { phase: P }>;
}
