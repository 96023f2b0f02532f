import type { IndexExtension } from '@luban/manifest';
import { problem } from '../core/problems.ts';
import type { KernelCore } from '../engine/kernel-core.ts';
import { ownerOfStack, type StackOwner } from '../sweep/owner-of-stack.ts';

/** Finds the owner of errors that nobody caught, and says whose they are. The page goes on. */
export function reportPageErrors(
  core: KernelCore,
  alive: (owner: StackOwner) => IndexExtension | undefined,
): Disposable {
  const window = core.environment.document.defaultView;
  const report = (error: unknown) => {
    const stack = error instanceof Error ? error.stack : undefined;
    const owner = stack === undefined ? undefined : ownerOfStack(stack);
    const extension = owner && alive(owner);
    if (!extension) return;
    const fault = problem('LB4006', extension, { error: String(error) });
    core.journal.note(extension, { problem: fault, detail: stack });
    core.notify(fault, { tone: 'warning' });
  };
  // A loader that waits for this very error may still take it: the window's listeners run in the order of their coming.
  const onError = (event: ErrorEvent) =>
    setTimeout(() => {
      if (!event.defaultPrevented) report(event.error);
    });
  const onRejection = (event: PromiseRejectionEvent) => report(event.reason);
  window?.addEventListener('error', onError);
  window?.addEventListener('unhandledrejection', onRejection);
  return {
    [Symbol.dispose]: () => {
      window?.removeEventListener('error', onError);
      window?.removeEventListener('unhandledrejection', onRejection);
    },
  };
}
