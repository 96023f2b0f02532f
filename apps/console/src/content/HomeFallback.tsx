import { useReadable } from '@luban/kernel/react';
import { MENU_SLOTS } from '@luban/manifest';
import { EmptyState, PageHeader } from '@luban/ui/shell';
import { useMemo } from 'react';
import { NavigationLink } from '../frame/NavigationLink.tsx';
import { useFirstThenAll } from '../frame/use-first-then-all.ts';
import type { Page } from '../frame/use-page.ts';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import { type NavigationItem, navigationTree } from '../navigation/navigation-tree.ts';

/** Home where no extension brings one: a table of contents of everything that is installed. */
export function HomeFallback({ page }: { page: Page }) {
  const t = useText();
  const { kernel } = useHost();
  const state = useReadable(kernel.shell.state);
  const rights = useReadable(kernel.rightsChanges);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `visible` answers for the state and the rights
  const slots = useMemo(() => {
    const view = { context: page.linkContext, visible: kernel.visible };
    return MENU_SLOTS.map((slot) => ({
      slot,
      items: navigationTree(page.index, slot, view)
        .flatMap((item) => [item, ...item.children])
        .filter((item) => item.url ?? item.command ?? item.href),
    })).filter(({ items }) => items.length > 0);
  }, [page, kernel, state, rights]);

  return (
    <>
      <PageHeader title={t('home.title')} description={t('home.text')} />
      {slots.length === 0 && <EmptyState kind="nothing" title={t('home.empty')} description={t('home.emptyText')} />}
      <div className="shell-contents">
        {slots.map(({ slot, items }) => (
          <section key={slot} className="shell-contents-part">
            <h2>{t(`slot.${slot}`)}</h2>
            <ContentsList items={items} />
          </section>
        ))}
      </div>
    </>
  );
}

/** Lines that fit into a window; the rest is rendered after the first paint. */
const FIRST = 40;

function ContentsList({ items }: { items: readonly NavigationItem[] }) {
  return (
    <ul>
      {useFirstThenAll(items, FIRST).map((item) => (
        <li key={item.key}>
          <NavigationLink item={item} current={false} />
        </li>
      ))}
    </ul>
  );
}
