import { useQuickAccess } from '@luban/kernel/react';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import { lookupOf } from '../navigation/index-lookup.ts';
import type { NavigationItem } from '../navigation/navigation-tree.ts';
import { routeUrl } from '../navigation/route-url.ts';
import { useFollow } from '../navigation/use-follow.ts';
import { MenuButton } from './MenuButton.tsx';
import type { MenuEntry } from './menu-entry.ts';
import { usePage } from './use-page.ts';

/** What extensions offer for quick access, and their tools. Without any, the button is not there. */
export function QuickAccessMenu({ toolbox }: { toolbox: readonly NavigationItem[] }) {
  const t = useText();
  const page = usePage();
  const quick = useQuickAccess();
  const follow = useFollow();
  const { overlays } = useHost();
  const entries: MenuEntry[] = [];

  for (const { extension, id, title, description, icon, route: target, command } of quick) {
    const route = lookupOf(page.index).route(target);
    const url = route && routeUrl(route, page.linkContext);
    if (url === undefined && command === undefined) continue;
    const key = `quick ${extension}/${id}`;
    entries.push({
      kind: 'item',
      key,
      label: title,
      detail: description,
      icon: icon ?? 'zap',
      onSelect: () => follow({ url, command }),
    });
  }
  const tools = toolbox.flatMap((item) => (item.children.length > 0 ? item.children : [item]));
  if (tools.length > 0) entries.push({ kind: 'heading', key: 'toolbox', label: t('slot.toolbox') });
  for (const item of tools) {
    const icon = item.icon ?? 'wrench';
    entries.push({
      kind: 'item',
      key: item.key,
      label: item.title,
      icon,
      href: item.href,
      onSelect: () => follow(item),
    });
  }
  if (entries.length === 0) return null;
  entries.push({ kind: 'separator', key: 'more' });
  entries.push({
    kind: 'item',
    key: 'palette',
    label: t('palette.open'),
    icon: 'search',
    keys: 'Mod+K',
    onSelect: () => overlays.open({ kind: 'palette' }),
  });
  return <MenuButton label={t('bar.quickAccess')} icon="zap" entries={entries} />;
}
