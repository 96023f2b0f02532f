import { useReadable } from '@luban/kernel/react';
import { useMemo } from 'react';
import type { Page } from '../frame/use-page.ts';
import { useHost } from '../host/console-host.ts';
import { navigationGates, navigationSections } from './navigation-sections.ts';
import { type NavigationView, navigationTree } from './navigation-tree.ts';

/** All menus of the frame for the page that is shown. The same objects as long as index and context are the same. */
export function useMenus({ index, place, linkContext }: Page) {
  const { kernel } = useHost();
  const state = useReadable(kernel.shell.state);
  const rights = useReadable(kernel.rightsChanges);
  const context = JSON.stringify([place.mount, place.context, linkContext]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `visible` answers for state and rights, `context` for the place.
  return useMemo(() => {
    const view: NavigationView = { context: linkContext, visible: kernel.visible };
    return {
      sections: navigationSections(index, place, view),
      gates: navigationGates(index, place, view),
      topbar: navigationTree(index, 'topbar', view),
      toolbox: navigationTree(index, 'toolbox', view),
    };
  }, [kernel, state, rights, index, context]);
}
