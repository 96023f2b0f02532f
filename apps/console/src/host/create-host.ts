import { shareVersions } from 'virtual:luban-host';
import { createKernel } from '@luban/kernel';
import type { ComposedIndex } from '@luban/manifest';
import { bindLiveData, createQueryHost, createShellFacade } from '@luban/sdk/host';
import type { BootUser, PageData } from '../boot/page-data.ts';
import { createNoticeStore } from '../notices/notice-store.ts';
import { showToast } from '../notices/show-toast.ts';
import { jsonStorage } from '../state/browser-storage.ts';
import type { PreferenceStore } from '../state/preferences.ts';
import { createRecents } from '../state/recents.ts';
import type { ConsoleHost } from './console-host.ts';
import { createOverlays } from './overlays.ts';
import { hostShares } from './shares.ts';
import { keepShellState } from './shell-state.ts';

/** Brings up the kernel and what the shell keeps beside it, for a person who is signed in. */
export function createHost(
  page: PageData & { index: ComposedIndex },
  user: BootUser,
  preferences: PreferenceStore,
): ConsoleHost {
  const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
  const shell = keepShellState({ user, preferences, pathname: window.location.pathname, prefersDark });
  const notices = createNoticeStore(showToast);
  const queries = createQueryHost({ version: shareVersions['@tanstack/react-query']! });
  let navigate = (to: string) => window.location.assign(to);

  bindLiveData(new URL('/api/live', window.location.href.replace(/^http/, 'ws')).href);

  const kernel = createKernel({
    index: page.index,
    remotes: page.remotes,
    shell: createShellFacade({ navigate: (to) => navigate(to), notify: notices.add }),
    shares: hostShares(queries.share),
    events: '/api/index/events',
    indexUrl: '/api/index',
    ...(page.rights && { rights: { ...page.rights, url: '/api/rights' } }),
    nonce: page.boot.nonce,
    safe: page.boot.safe,
  });

  return {
    boot: { ...page.boot, user },
    kernel,
    queries,
    preferences,
    notices,
    recents: createRecents(jsonStorage()),
    overlays: createOverlays(new URLSearchParams(window.location.search).has('inspect')),
    pathChanged: shell.pathChanged,
    navigate: (to) => navigate(to),
    setNavigate: (next) => {
      navigate = next;
    },
  };
}
