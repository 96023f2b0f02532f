import {
  ExtensionCell,
  ExtensionView,
  useCommandList,
  useActions as useIndexActions,
  useColumns as useIndexColumns,
  useQuickAccess as useIndexQuickAccess,
  useSlot as useIndexSlot,
  useTabs as useIndexTabs,
  useKeptMounts,
  useKernel,
  useReadable,
} from '@luban/kernel/react';
import type { IndexAction, IndexColumn, IndexCommand, IndexQuickAccess, IndexSlot, IndexTab } from '@luban/manifest';
import { type ReactNode, useMemo } from 'react';
import { useRouteUrls } from './use-route-url.ts';

/** Something that an extension contributes. `key` is unique among its kind. */
export type Contributed<T> = T & { readonly key: string };

/** Contributions that are shown. */
export type Rendered<T, P> = Contributed<T> & { render(props: P): ReactNode };

/** Contributions that are run. */
export type Runnable<T, A> = Contributed<T> & { run(argument?: A): Promise<unknown> };

/** What is contributed to a slot; `<Slot>` shows it. */
export function useSlot(name: string): readonly Contributed<IndexSlot>[] {
  const items = useIndexSlot(name);
  return useMemo(() => items.map((item) => ({ ...item, key: keyOf(item) })), [items]);
}

/** Columns that extensions add to lists of a resource type, such as `core/v1/Pod`; `render` gives a cell. */
export function useColumns<P extends object = object>(resourceType: string): readonly Rendered<IndexColumn, P>[] {
  const items = useIndexColumns(resourceType);
  useKeptMounts(items, 'column');
  return useMemo(
    () =>
      items.map((item) => ({
        ...item,
        key: keyOf(item),
        render: (props: P) => (
          <ExtensionCell
            extension={item.extension}
            reference={item.component}
            props={props}
            cause={`column ${item.id}`}
          />
        ),
      })),
    [items],
  );
}

/** Tabs that extensions add to pages of one resource. */
export function useTabs<P extends object = object>(resourceType: string): readonly Rendered<IndexTab, P>[] {
  const items = useIndexTabs(resourceType);
  return useMemo(
    () =>
      items.map((item) => ({
        ...item,
        key: keyOf(item),
        render: (props: P) => (
          <ExtensionView
            key={keyOf(item)}
            extension={item.extension}
            reference={item.component}
            props={props}
            skeleton="detail"
            cause={`tab ${item.id}`}
          />
        ),
      })),
    [items],
  );
}

/** Actions that extensions add to a resource; each is run with `{ resource }`. */
export function useActions<A = unknown>(resourceType: string): readonly Runnable<IndexAction, A>[] {
  const kernel = useKernel();
  const items = useIndexActions(resourceType);
  return useMemo(
    () =>
      items.map((item) => ({
        ...item,
        key: keyOf(item),
        run: (argument?: A) => kernel.runCommand(item.command, argument),
      })),
    [items, kernel],
  );
}

/** Every command that makes sense in the current context, those of other extensions included. */
export function useCommands(): readonly Runnable<IndexCommand, unknown>[] {
  const kernel = useKernel();
  const items = useCommandList();
  return useMemo(
    () =>
      items.map((item) => ({
        ...item,
        key: keyOf(item),
        run: (argument?: unknown) => kernel.runCommand(keyOf(item), argument),
      })),
    [items, kernel],
  );
}

/** Entries that extensions offer for quick access. `run` opens the page or runs the command. */
export function useQuickAccess(): readonly Runnable<IndexQuickAccess, never>[] {
  const kernel = useKernel();
  const items = useIndexQuickAccess();
  const urlOf = useRouteUrls();
  return useMemo(
    () =>
      items.map((item) => ({
        ...item,
        key: keyOf(item),
        async run() {
          if (item.command) return kernel.runCommand(item.command);
          const url = item.route && urlOf({ route: item.route, params: {} });
          if (url) kernel.shell.navigate(url);
        },
      })),
    [items, kernel, urlOf],
  );
}

/** Changes whenever an extension is installed, enabled, upgraded, disabled or removed. */
export function useIndexRevision(): string {
  return useReadable(useKernel().index, (index) => index.revision);
}

/** `<extension>/<id>` */
export function keyOf(item: { extension: string; id: string }): string {
  return `${item.extension}/${item.id}`;
}
