import { useReadable } from '@luban/kernel/react';
import { useMemo } from 'react';
import type { Page } from '../frame/use-page.ts';
import { useHost } from '../host/console-host.ts';
import { navigationGates, navigationSections } from './navigation-sections.ts';
import { type NavigationView, navigationTree } from './navigation-tree.ts';

/** All menus of the frame for the page that is shown. */
export function useMenus(page: Page) {
  const { kernel } = useHost();
  const state = useReadable(kernel.shell.state);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `visible` answers for the state
  return useMemo(() => {
    const view: NavigationView = { context: page.linkContext, visible: (item) => kernel.visible(item) };
    return {
      sections: navigationSections(page.index, page.place, view),
      gates: navigationGates(page.index, page.place, view),
      topbar: navigationTree(page.index, 'topbar', view),
      toolbox: navigationTree(page.index, 'toolbox', view),
    };
  }, [kernel, state, page]);
}
