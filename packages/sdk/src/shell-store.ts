import type { Readable, ShellState } from '@luban/kernel';
import { createStore } from 'zustand/vanilla';

const store = createStore<ShellState>(() => ({
  user: { name: '', displayName: '' },
  cluster: undefined,
  workspace: undefined,
  project: undefined,
  locale: 'en',
  theme: 'light',
  density: 'comfortable',
}));

/** Who works where, and how the console looks: one zustand store for the page, written by the shell alone. */
export const shellStore = {
  getState: store.getState,
  getInitialState: store.getInitialState,
  subscribe: store.subscribe,
};

/** The same as the kernel sees it. */
export const shellState: Readable<ShellState> = { get: store.getState, subscribe: store.subscribe };

/** For the shell alone. Members that are left out stay. */
export function setShellState(state: Partial<ShellState>): void {
  store.setState(state);
}
