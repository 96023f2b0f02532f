import type { KernelComponents } from '@luban/kernel/react';
import { ShellProviders } from '@luban/sdk/host';
import { Skeleton, UiProvider } from '@luban/ui/shell';
import { useCallback } from 'react';
import { useStore } from 'zustand';
import { HeadedGone, HeadedProblem } from '../content/HeadedPanels.tsx';
import { Frame } from '../frame/Frame.tsx';
import { type ConsoleHost, ConsoleHostContext } from '../host/console-host.ts';
import { disableExtension } from '../host/extensions-api.ts';
import { ConsoleRouter } from './ConsoleRouter.tsx';
import { RootBoundary } from './RootBoundary.tsx';
import { RouterLink } from './RouterLink.tsx';

/** The console of a person who is signed in. */
export function Console({ host }: { host: ConsoleHost }) {
  const locale = useStore(host.preferences, (state) => state.locale);
  const onDisable = useCallback((extension: string) => disableExtension(host, extension), [host]);
  return (
    <RootBoundary>
      <ConsoleHostContext value={host}>
        <ConsoleRouter host={host}>
          <UiProvider locale={locale} link={RouterLink} nonce={host.boot.nonce}>
            <ShellProviders kernel={host.kernel} queries={host.queries} components={COMPONENTS} onDisable={onDisable}>
              <Frame />
            </ShellProviders>
          </UiProvider>
        </ConsoleRouter>
      </ConsoleHostContext>
    </RootBoundary>
  );
}

const COMPONENTS: Partial<KernelComponents> = {
  Skeleton: ({ shape }) => <Skeleton shape={shape} />,
  Problem: HeadedProblem,
  Gone: HeadedGone,
};
