import type { ComposedIndex, MenuSlot } from '@luban/manifest';
import { type NavigationItem, type NavigationView, navigationTree } from './navigation-tree.ts';
import { firstPage } from './switch-context.ts';
import type { UrlPlace } from './url-context.ts';

export interface NavigationSection {
  slot: MenuSlot;
  /** The cluster, workspace or project that the section is about. */
  subject?: string;
  items: NavigationItem[];
}

/** A way into a part of the console that the URL is not in. */
export interface NavigationGate {
  slot: 'project' | 'cluster' | 'access' | 'platformSettings';
  to: string;
}

/** The menus that a URL shows: the global ones always, and those of the place that the URL names. */
export function navigationSections(index: ComposedIndex, place: UrlPlace, view: NavigationView): NavigationSection[] {
  const sections: NavigationSection[] = [{ slot: 'global', items: navigationTree(index, 'global', view) }];
  if (place.mount !== 'root') {
    sections.push({
      slot: place.mount,
      subject: place.context[place.mount as keyof typeof place.context],
      items: navigationTree(index, place.mount, view),
    });
  }
  return sections.filter((section) => section.items.length > 0);
}

/** Gates to the places that have menus and are not open, so that each menu can be reached from anywhere. */
export function navigationGates(index: ComposedIndex, place: UrlPlace, view: NavigationView): NavigationGate[] {
  return (['project', 'cluster', 'access', 'platformSettings'] as const).flatMap((slot) => {
    if (slot === 'project' && view.context.project === undefined) return [];
    if (place.mount === slot || (slot === 'cluster' && place.mount === 'project')) return [];
    if (navigationTree(index, slot, view).length === 0) return [];
    const to = firstPage(index, slot, view.context, view.visible);
    return to === undefined ? [] : [{ slot, to }];
  });
}
