import { createKernel, type Kernel } from '@luban/kernel';
import type { ComposedIndex } from '@luban/manifest';
import { createQueryHost, createShellFacade, ShellProviders, setShellState } from '@luban/sdk/host';
import { UiProvider } from '@luban/ui/shell';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter, useLocation } from 'react-router';
import type { Cluster } from '../boot/page-data.ts';
import { createNoticeStore } from '../notices/notice-store.ts';
import type { JsonStorage } from '../state/browser-storage.ts';
import { createPreferences } from '../state/preferences.ts';
import { createRecents } from '../state/recents.ts';
import { type ConsoleHost, ConsoleHostContext } from './console-host.ts';
import { createOverlays } from './overlays.ts';

export interface ConsoleTestOptions {
  index: ComposedIndex;
  /** Default: `/`. */
  path?: string;
  clusters?: Cluster[];
}

/** Renders a part of the shell around a real kernel that has nothing but an index. */
export function renderInConsole(children: ReactNode, { index, path = '/', clusters = [] }: ConsoleTestOptions) {
  const host = testHost(index, clusters);
  const shown = { path };
  const Path = () => {
    shown.path = useLocation().pathname;
    return null;
  };
  const view = render(
    <ConsoleHostContext value={host}>
      <MemoryRouter initialEntries={[path]}>
        <UiProvider>
          <ShellProviders kernel={host.kernel} queries={host.queries}>
            {children}
            <Path />
          </ShellProviders>
        </UiProvider>
      </MemoryRouter>
    </ConsoleHostContext>,
  );
  return { ...view, host, shown };
}

export function memoryStorage(): JsonStorage {
  const values = new Map<string, unknown>();
  return {
    read: <T,>(key: string) => values.get(key) as T | undefined,
    write: (key, value) => void values.set(key, value),
  };
}

/** A real kernel that knows nothing but an index. */
export function testKernel(index: ComposedIndex): Kernel {
  const facade = createShellFacade({ navigate: () => undefined, notify: () => undefined });
  return createKernel({ index, remotes: {}, shares: {}, shell: facade });
}

function testHost(index: ComposedIndex, clusters: Cluster[]): ConsoleHost {
  const user = { name: 'admin', displayName: 'Administrator' };
  const storage = memoryStorage();
  const preferences = createPreferences({ theme: 'light', locale: 'en' }, storage);
  const notices = createNoticeStore(() => undefined);
  const visited: string[] = [];
  setShellState({ user, locale: 'en' });
  const facade = createShellFacade({ navigate: (to) => visited.push(to), notify: notices.add });
  return {
    boot: { user, locale: 'en', theme: 'light', version: '0.1.0', build: 'b', clusters, safe: false, nonce: 'n' },
    kernel: createKernel({ index, remotes: {}, shares: {}, shell: facade }),
    queries: createQueryHost({ version: '5.0.0' }),
    preferences,
    notices,
    recents: createRecents(storage),
    overlays: createOverlays(false),
    pathChanged: () => undefined,
    navigate: (to) => visited.push(to),
    setNavigate: () => undefined,
  };
}
