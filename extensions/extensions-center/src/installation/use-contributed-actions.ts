import { useActions } from '@luban/sdk';
import type { MenuAction } from '@luban/ui';
import { INTERFACE_TYPE, type InterfaceRow, useInterfaces } from '../conflicts/kernel-extensions.ts';

/** What other extensions can do with an installed one. */
export function useContributedActions(name: string): MenuAction[] {
  const actions = useActions<{ resource: InterfaceRow }>(INTERFACE_TYPE);
  const resource = useInterfaces().data?.extensions.find((row) => row.name === name);
  if (resource === undefined) return [];
  return actions.map(({ key, title, run }) => ({ id: key, label: title, onSelect: () => void run({ resource }) }));
}
