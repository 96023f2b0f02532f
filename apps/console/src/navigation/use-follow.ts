import { useCallback } from 'react';
import { useHost } from '../host/console-host.ts';
import { runCommand } from '../host/run-command.ts';
import type { NavigationItem } from './navigation-tree.ts';

/** Does what an item stands for: goes to its page, runs its command, or asks for the context that its page needs. */
export function useFollow(): (item: Pick<NavigationItem, 'url' | 'command'>) => void {
  const host = useHost();
  return useCallback(
    (item) => {
      if (item.url !== undefined && 'to' in item.url) host.navigate(item.url.to);
      else if (item.url !== undefined) host.overlays.open({ kind: 'context', part: item.url.needs });
      else if (item.command !== undefined) void runCommand(host, item.command);
    },
    [host],
  );
}
