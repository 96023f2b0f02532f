import { useRef } from 'react';
import { useStore } from 'zustand';
import { useContributedTheme } from '../appearance/use-contributed-theme.ts';
import { BisectBar } from '../care/BisectBar.tsx';
import { Content } from '../content/Content.tsx';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import { useShellKeys } from '../keyboard/use-shell-keys.ts';
import { useMenus } from '../navigation/use-menus.ts';
import { NoticeArea } from '../notices/NoticeArea.tsx';
import { useKernelNotices } from '../notices/use-kernel-notices.ts';
import { ConnectionIndicator } from './ConnectionIndicator.tsx';
import { NavigationDrawer } from './NavigationDrawer.tsx';
import { Overlays } from './Overlays.tsx';
import { SafeModeBanner } from './SafeModeBanner.tsx';
import { SideNavigation } from './SideNavigation.tsx';
import { TopBar } from './TopBar.tsx';
import { useArrival } from './use-arrival.ts';
import { usePage } from './use-page.ts';
import { useScrollRestoration } from './use-scroll-restoration.ts';

/** The frame around every page: top bar, side navigation, notices, content. */
export function Frame() {
  const t = useText();
  const { overlays } = useHost();
  const page = usePage();
  const menus = useMenus(page);
  const main = useRef<HTMLElement>(null);
  const drawer = useStore(overlays.store, (state) => state.open?.kind === 'navigation');
  useArrival(page, main);
  useScrollRestoration(main);
  useShellKeys();
  useKernelNotices();
  useContributedTheme();

  return (
    <>
      <a className="shell-skip" href="#main">
        {t('frame.skip')}
      </a>
      <TopBar page={page} topbar={menus.topbar} toolbox={menus.toolbox} />
      <div className="shell-body">
        <SideNavigation page={page} sections={menus.sections} gates={menus.gates} />
        <div className="shell-column">
          <SafeModeBanner />
          <BisectBar />
          <NoticeArea />
          <main id="main" ref={main} tabIndex={-1} className="shell-main">
            <Content page={page} />
          </main>
          <ConnectionIndicator />
        </div>
      </div>
      {drawer && <NavigationDrawer page={page} sections={menus.sections} gates={menus.gates} />}
      <Overlays />
    </>
  );
}
