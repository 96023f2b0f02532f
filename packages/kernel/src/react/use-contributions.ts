import type {
  ComposedIndex,
  IndexAction,
  IndexColumn,
  IndexCommand,
  IndexQuickAccess,
  IndexSlot,
  IndexTab,
} from '@luban/manifest';
import { useMemo } from 'react';
import type { ShellState } from '../contract.ts';
import { useKernel } from './use-kernel.ts';
import { useReadable } from './use-readable.ts';

/** What is contributed to a slot now, in order. A slot whose definition says so takes the first alone. */
export function useSlot(slot: string): readonly IndexSlot[] {
  const index = useReadable(useKernel().index);
  const visible = useVisible(groupedBy(index.slots, 'slot').get(slot) ?? NONE);
  const single = index.slotDefinitions.some(({ id, multiple }) => id === slot && !multiple);
  return useMemo(() => (single ? visible.slice(0, 1) : visible), [single, visible]);
}

/** Columns for lists of a resource type: `core/v1/Pod`. */
export function useColumns(resourceType: string): readonly IndexColumn[] {
  return useVisible(groupedBy(useTable('columns'), 'for').get(resourceType) ?? NONE);
}

/** Tabs for pages of one resource. */
export function useTabs(resourceType: string): readonly IndexTab[] {
  return useVisible(groupedBy(useTable('tabs'), 'for').get(resourceType) ?? NONE);
}

/** Actions on one resource; each names a command that is run with `{ resource }`. */
export function useActions(resourceType: string): readonly IndexAction[] {
  return useVisible(groupedBy(useTable('actions'), 'for').get(resourceType) ?? NONE);
}

export function useQuickAccess(): readonly IndexQuickAccess[] {
  return useVisible(useTable('quickAccess'));
}

/** Every command of the index that makes sense in the current context. */
export function useCommandList(): readonly IndexCommand[] {
  return useVisible(useTable('commands'));
}

/** Leaves out what does not make sense in the current context. The same list as long as the outcome is the same. */
export function useVisible<T extends { when?: string }>(items: readonly T[]): readonly T[] {
  const kernel = useKernel();
  const conditional = useMemo(() => items.some((item) => item.when !== undefined), [items]);
  const state = useReadable<ShellState, unknown>(kernel.shell.state, conditional ? WHOLE : NOTHING);
  const rights = useReadable(kernel.rightsChanges);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `visible` answers for the state and the rights
  return useMemo(
    () => (conditional ? items.filter((item) => kernel.visible(item)) : items),
    [conditional, items, kernel, state, rights],
  );
}

const NONE: never[] = [];
const WHOLE = (state: ShellState) => state;
const NOTHING = () => undefined;

function useTable<K extends 'columns' | 'tabs' | 'actions' | 'quickAccess' | 'commands'>(table: K): ComposedIndex[K] {
  return useReadable(
    useKernel().index,
    useMemo(() => (index: ComposedIndex) => index[table], [table]),
  );
}

const groups = new WeakMap<readonly object[], Map<unknown, object[]>>();

/** Made once per list: an index is replaced as a whole. */
function groupedBy<T extends object, K extends keyof T>(items: readonly T[], key: K): Map<T[K], T[]> {
  let grouped = groups.get(items) as Map<T[K], T[]> | undefined;
  if (!grouped) {
    grouped = Map.groupBy(items, (item) => item[key]);
    groups.set(items, grouped);
  }
  return grouped;
}
