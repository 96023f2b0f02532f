import type { ShellState } from '@luban/kernel';
import { useReadable } from '@luban/kernel/react';
import { shellState } from './shell-store.ts';

/** User, cluster, workspace, project, locale, theme and density; or what `select` takes of them. */
export function useShell(): ShellState;
export function useShell<S>(select: (state: ShellState) => S): S;
export function useShell<S>(select: (state: ShellState) => S | ShellState = whole): S | ShellState {
  return useReadable(shellState, select);
}

/** `en`, `zh` */
export function useLocale(): string {
  return useShell(localeOf);
}

const whole = (state: ShellState) => state;
const localeOf = (state: ShellState) => state.locale;
