import type { Kernel, UnsavedWork } from '@luban/kernel';
import { routeKey } from '../navigation/route-url.ts';

/** What a person is asked who is about to leave work behind. */
export interface LeaveQuestion {
  work: readonly UnsavedWork[];
  /** Goes on to where the person wanted to go. */
  leave(): void;
}

export interface LeaveGuard {
  /** Whether going from one path to the other takes a page away that holds unsaved work. */
  loses(from: string, to: string): boolean;
  /** Asks; `leave` is called when the person agrees, and only then. */
  ask(leave: () => void): void;
}

/** Steps within one page keep what is typed there; a step to another page does not. */
export function createLeaveGuard(kernel: Kernel, ask: (question: LeaveQuestion) => void): LeaveGuard {
  const pageOf = (path: string) => {
    const match = kernel.matchRoute(path);
    return match && routeKey(match.route);
  };
  return {
    loses: (from, to) => kernel.unsaved.get().length > 0 && pageOf(from) !== pageOf(to),
    ask: (leave) => ask({ work: kernel.unsaved.get(), leave }),
  };
}

/** While work is unsaved the browser asks before it reloads or closes the page. Returns what ends it. */
export function guardUnload(window: Window, { unsaved }: Pick<Kernel, 'unsaved'>): () => void {
  const hold = (event: Event) => event.preventDefault();
  // Only while there is something to lose: a page with this listener cannot be kept for the back button.
  const update = () => {
    window.removeEventListener('beforeunload', hold);
    if (unsaved.get().length > 0) window.addEventListener('beforeunload', hold);
  };
  update();
  const unsubscribe = unsaved.subscribe(update);
  return () => {
    unsubscribe();
    window.removeEventListener('beforeunload', hold);
  };
}
