import type { Kernel } from '@luban/kernel';
import type { QueryHost } from '@luban/sdk/host';
import { createContext, use } from 'react';
import type { Boot, BootUser } from '../boot/page-data.ts';
import type { NoticeStore } from '../notices/notice-store.ts';
import type { PreferenceStore } from '../state/preferences.ts';
import type { Recents } from '../state/recents.ts';
import type { Overlays } from './overlays.ts';

/** Everything that the shell's components share, made once per page. */
export interface ConsoleHost {
  boot: Boot & { user: BootUser };
  kernel: Kernel;
  queries: QueryHost;
  preferences: PreferenceStore;
  notices: NoticeStore;
  recents: Recents;
  overlays: Overlays;
  /** Called by the router for each path that it shows. */
  pathChanged(pathname: string): void;
  /** In-page navigation; a whole page load before the router stands. */
  navigate(to: string): void;
  /** Called by the router when it stands. */
  setNavigate(navigate: (to: string) => void): void;
}

export const ConsoleHostContext = createContext<ConsoleHost | undefined>(undefined);

export function useHost(): ConsoleHost {
  const host = use(ConsoleHostContext);
  if (host === undefined) throw new Error('There is no console around this component.');
  return host;
}
