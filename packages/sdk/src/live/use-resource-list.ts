import type { LiveSource, LiveView, LiveWindow } from '@luban/kube/live';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useShell } from '../use-shell.ts';
import type { ListFeed, ListSnapshot } from './list-feed.ts';
import { pageConnection } from './page-connection.ts';
import type { ResourceList, ResourceListQuery } from './resource-list.ts';

export interface ResourceListOptions {
  /** Rows to have before `setWindow` is called. Default: 100, at most 500. */
  limit?: number;
}

/**
 * A list that follows the cluster, sorted and filtered by the gateway: the page keeps the rows of a window alone. Queries
 * are compared by value. Null: no list.
 */
export function useResourceList(
  query: ResourceListQuery | null,
  { limit = 100 }: ResourceListOptions = {},
): ResourceList {
  const shown = useShell(clusterOf);
  const sourceKey = query && JSON.stringify(sourceOf(query, shown));
  const viewKey = query && JSON.stringify(viewOf(query));
  const [current, setCurrent] = useState<{ key: string; feed: ListFeed }>();
  const window = useRef<LiveWindow>({ offset: 0, limit });
  const view = useRef(viewKey);
  view.current = viewKey;

  useEffect(() => {
    if (sourceKey === null) return;
    window.current = { offset: 0, limit: window.current.limit };
    const feed = pageConnection().list(
      JSON.parse(sourceKey) as LiveSource,
      JSON.parse(view.current!) as LiveView,
      window.current,
    );
    setCurrent({ key: sourceKey, feed });
    return () => {
      feed.close();
      setCurrent(undefined);
    };
  }, [sourceKey]);

  const feed = current?.key === sourceKey ? current?.feed : undefined;
  useEffect(() => {
    if (viewKey !== null) feed?.setView(JSON.parse(viewKey) as LiveView);
  }, [feed, viewKey]);

  const snapshot = useSyncExternalStore(feed?.subscribe ?? nothing, feed?.get ?? none);
  const idle = sourceKey === null;
  return useMemo(() => {
    const setWindow = (offset: number, limit: number) => {
      window.current = { offset, limit };
      feed?.setWindow(window.current);
    };
    return listOf(snapshot, idle, setWindow);
  }, [snapshot, idle, feed]);
}

function listOf(snapshot: ListSnapshot, idle: boolean, setWindow: ResourceList['setWindow']): ResourceList {
  const { status, asOf, problem, columns, total, offset, rows, revision } = snapshot;
  return {
    status: idle ? 'idle' : status,
    asOf,
    problem,
    columns,
    total,
    row: (index) => rows[index - offset],
    indexOf: (key) => {
      const at = rows.findIndex((row) => row.key === key);
      return at < 0 ? -1 : at + offset;
    },
    setWindow,
    revision,
  };
}

const EMPTY: ListSnapshot = { status: 'loading', columns: [], total: 0, offset: 0, rows: [], revision: 0 };
const none = () => EMPTY;
const nothing = () => () => {};
const clusterOf = ({ cluster }: { cluster: string | undefined }) => cluster ?? 'host';

function sourceOf(query: ResourceListQuery, shown: string): LiveSource {
  const { cluster = shown, group, version, resource, columns } = query;
  return { cluster, group, version, resource, columns };
}

function viewOf({ namespace, workspace, labelSelector, fieldSelector, search, sort }: ResourceListQuery): LiveView {
  return {
    namespaces: namespace === undefined ? undefined : [namespace].flat(),
    workspace,
    labelSelector: labelSelector || undefined,
    fieldSelector: fieldSelector || undefined,
    search: search?.trim() || undefined,
    sort,
  };
}
