import { Icon, IconButton } from '@luban/ui/shell';
import { useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import type { NavigationGate, NavigationSection } from '../navigation/navigation-sections.ts';
import { currentItem } from '../navigation/navigation-tree.ts';
import { moveFocus } from './move-focus.ts';
import { NavigationGroup } from './NavigationGroup.tsx';
import { NavigationLink } from './NavigationLink.tsx';
import type { Page } from './use-page.ts';

interface Props {
  page: Page;
  sections: readonly NavigationSection[];
  gates: readonly NavigationGate[];
  /** In the drawer of narrow screens it is never collapsed. */
  inDrawer?: boolean;
}

const GATE_ICONS = { project: 'folder', cluster: 'server', access: 'users', platformSettings: 'settings' } as const;

/** Mark for benches: navigation is in the document. */
export const PAINTED_MARK = 'luban:navigation-painted';

export function SideNavigation({ page, sections, gates, inDrawer = false }: Props) {
  const t = useText();
  const { preferences } = useHost();
  const collapsed = useStore(preferences, (state) => state.navigationCollapsed) && !inDrawer;
  const root = useRef<HTMLElement>(null);
  const current = currentItem(
    sections.flatMap((section) => section.items),
    page.pathname,
    page.match?.route,
  );

  useLayoutEffect(() => {
    if (performance.getEntriesByName(PAINTED_MARK).length === 0) performance.mark(PAINTED_MARK);
  }, []);

  return (
    <nav
      ref={root}
      aria-label={t('navigation.label')}
      className="shell-nav"
      data-collapsed={collapsed || undefined}
      onKeyDown={(event) => moveFocus(event, root.current)}
    >
      <div className="shell-nav-scroll">
        {sections.map((section) => (
          <NavigationGroup key={section.slot} section={section} current={current} collapsed={collapsed} />
        ))}
        {gates.length > 0 && (
          <ul className="shell-nav-list shell-nav-gates">
            {gates.map((gate) => (
              <li key={gate.slot}>
                <NavigationLink
                  item={{ title: t(`navigation.gate.${gate.slot}`), icon: GATE_ICONS[gate.slot], url: { to: gate.to } }}
                  current={false}
                  collapsed={collapsed}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
      {!inDrawer && (
        <div className="shell-nav-foot">
          <IconButton
            icon="panel-left"
            size="sm"
            label={t(collapsed ? 'navigation.expand' : 'navigation.collapse')}
            aria-expanded={!collapsed}
            onClick={() => preferences.setState({ navigationCollapsed: !collapsed })}
          />
        </div>
      )}
      {sections.length === 0 && gates.length === 0 && !collapsed && (
        <p className="shell-nav-empty">
          <Icon name="puzzle" /> {t('navigation.empty')}
        </p>
      )}
    </nav>
  );
}
