import { Icon } from '@luban/ui/shell';
import { useId } from 'react';
import { useStore } from 'zustand';
import type { Cluster } from '../boot/page-data.ts';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import type { NavigationSection } from '../navigation/navigation-sections.ts';
import { groupRuns, type NavigationItem } from '../navigation/navigation-tree.ts';
import { LineContent, NavigationLink } from './NavigationLink.tsx';
import { useFirstThenAll } from './use-first-then-all.ts';

interface Props {
  section: NavigationSection;
  current: string | undefined;
  collapsed: boolean;
}

interface BranchProps extends Omit<Props, 'section'> {
  item: NavigationItem;
  openByDefault: boolean;
}

/** With more groups than this in a section, they begin folded. */
const MANY = 12;

/** More lines than any window shows: what is below them is rendered after the first paint. */
const FIRST = 40;

/** The menus of one slot, under the name of the place they belong to. */
export function NavigationGroup({ section, current, collapsed }: Props) {
  const shown = useFirstThenAll(section.items, FIRST);
  const t = useText();
  const { boot } = useHost();
  const heading = useId();
  const titled = section.slot !== 'global';
  const openByDefault = section.items.filter((item) => item.children.length > 0).length <= MANY;
  return (
    <>
      {titled && (
        <h2 id={heading} className="shell-nav-heading">
          {t(`slot.${section.slot}`)}
          {section.subject !== undefined && (
            <bdi className="shell-nav-subject">{nameOfPlace(section, boot.clusters)}</bdi>
          )}
        </h2>
      )}
      {groupRuns(shown).map((run) => (
        <ul key={run[0]!.key} className="shell-nav-list" {...(titled && { 'aria-labelledby': heading })}>
          {run.map((item) => (
            <li key={item.key}>
              {item.children.length === 0 ? (
                <NavigationLink item={item} current={item.key === current} collapsed={collapsed} />
              ) : (
                <Branch item={item} current={current} collapsed={collapsed} openByDefault={openByDefault} />
              )}
            </li>
          ))}
        </ul>
      ))}
    </>
  );
}

/** An item with a second level. When it has a page of its own, that page is the first line below it. */
function Branch({ item, current, collapsed, openByDefault }: BranchProps) {
  const { preferences } = useHost();
  const list = useId();
  const chosen = useStore(preferences, (state) => state.openGroups[item.key]);
  const lines = item.url || item.command || item.href ? [{ ...item, children: [] }, ...item.children] : item.children;
  const holdsCurrent = lines.some((line) => line.key === current);
  const open = (chosen ?? (openByDefault || holdsCurrent)) && !collapsed;

  const toggle = () =>
    preferences.setState((state) => ({
      navigationCollapsed: collapsed ? false : state.navigationCollapsed,
      openGroups: { ...state.openGroups, [item.key]: !open },
    }));

  return (
    <>
      <button
        type="button"
        className="shell-nav-line"
        data-nav-line="top"
        data-holds-current={(holdsCurrent && !open) || undefined}
        aria-expanded={open}
        aria-controls={open ? list : undefined}
        {...(collapsed && { title: item.title, 'aria-label': item.title })}
        onClick={toggle}
      >
        <LineContent item={item} />
        <Icon name="chevron-down" size={14} className="shell-nav-aside shell-nav-fold" />
      </button>
      {open && (
        <ul id={list} className="shell-nav-list shell-nav-children">
          {lines.map((line) => (
            <li key={line.key}>
              <NavigationLink item={line} current={line.key === current} child />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function nameOfPlace({ slot, subject }: NavigationSection, clusters: readonly Cluster[]): string | undefined {
  if (slot !== 'cluster') return subject;
  return clusters.find(({ name }) => name === subject)?.displayName || subject;
}
