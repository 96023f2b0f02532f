import { SlotView } from '@luban/kernel/react';
import { SHELL_SLOTS } from '@luban/manifest';
import { Icon, Kbd } from '@luban/ui/shell';
import { Link } from 'react-router';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import type { NavigationItem } from '../navigation/navigation-tree.ts';
import { NoticeTray } from '../notices/NoticeTray.tsx';
import { AppearanceMenu } from './AppearanceMenu.tsx';
import { ContextSwitcher } from './ContextSwitcher.tsx';
import { HelpMenu } from './HelpMenu.tsx';
import { Mark } from './Mark.tsx';
import { NavigationLink } from './NavigationLink.tsx';
import { QuickAccessMenu } from './QuickAccessMenu.tsx';
import { UserMenu } from './UserMenu.tsx';
import type { Page } from './use-page.ts';

interface Props {
  page: Page;
  topbar: readonly NavigationItem[];
  toolbox: readonly NavigationItem[];
}

export function TopBar({ page, topbar, toolbox }: Props) {
  const t = useText();
  const { overlays } = useHost();
  return (
    <header className="shell-bar">
      <div className="shell-bar-start">
        <button
          type="button"
          className="shell-bar-button shell-bar-drawer"
          aria-label={t('navigation.open')}
          onClick={() => overlays.open({ kind: 'navigation' })}
        >
          <Icon name="menu" />
        </button>
        <Link to="/" className="shell-brand" aria-label={t('bar.home')}>
          <Mark />
          <span className="shell-brand-name" aria-hidden="true">
            LuBan
          </span>
        </Link>
        <ContextSwitcher page={page} />
      </div>
      <button
        type="button"
        className="shell-search"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => overlays.open({ kind: 'palette' })}
      >
        <Icon name="search" size={14} />
        <span className="shell-search-text">{t('palette.placeholder')}</span>
        <span aria-hidden="true">
          <Kbd keys="Mod+K" />
        </span>
      </button>
      <div className="shell-bar-end">
        {topbar.length > 0 && (
          <div className="shell-bar-links">
            {topbar.map((item) => (
              <NavigationLink key={item.key} item={item} current={item.route === page.match?.route} />
            ))}
          </div>
        )}
        <SlotView slot={SHELL_SLOTS.topbarEnd} />
        <NoticeTray />
        <QuickAccessMenu toolbox={toolbox} />
        <span className="shell-bar-wide">
          <AppearanceMenu />
          <HelpMenu />
        </span>
        <UserMenu />
      </div>
    </header>
  );
}
