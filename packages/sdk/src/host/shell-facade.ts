import type { Notice, ShellFacade } from '@luban/kernel';
import { shellState } from '../shell-store.ts';

export interface ShellFacadeOptions {
  navigate(to: string): void;
  notify(notice: Notice): void;
}

/** What the kernel asks of the shell, with the state that `setShellState` writes. */
export function createShellFacade({ navigate, notify }: ShellFacadeOptions): ShellFacade {
  return { state: shellState, navigate, notify };
}
