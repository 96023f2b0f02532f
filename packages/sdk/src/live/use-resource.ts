import type { KubeObject } from '@luban/kube';
import type { LiveObjectRef, LiveProblem } from '@luban/kube/live';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useShell } from '../use-shell.ts';
import type { ObjectFeed, ObjectSnapshot } from './object-feed.ts';
import { pageConnection } from './page-connection.ts';
import type { LiveStatus } from './resource-list.ts';

export interface ResourceReference {
  /** Default: the cluster that the shell shows, else `host`. */
  cluster?: string;
  /** Empty for the core group. */
  group: string;
  version: string;
  /** Plural, such as `pods`. */
  resource: string;
  namespace?: string;
  name: string;
  /** Also who wrote which field. */
  managedFields?: boolean;
}

export interface LiveResource<T extends KubeObject = KubeObject> {
  readonly status: LiveStatus;
  /** `ready` without one: there is no such object, or not any more. */
  readonly object?: T;
  /** Milliseconds of the epoch when the object was known to be right, while it is stale. */
  readonly asOf?: number;
  readonly problem?: LiveProblem;
}

/** One object, whole, as it changes. References are compared by value. Null: none. */
export function useResource<T extends KubeObject = KubeObject>(ref: ResourceReference | null): LiveResource<T> {
  const shown = useShell(clusterOf);
  const key = ref && JSON.stringify(refOf(ref, shown));
  const [current, setCurrent] = useState<{ key: string; feed: ObjectFeed }>();
  useEffect(() => {
    if (key === null) return;
    const feed = pageConnection().object(JSON.parse(key) as LiveObjectRef);
    setCurrent({ key, feed });
    return () => {
      feed.close();
      setCurrent(undefined);
    };
  }, [key]);
  const feed = current?.key === key ? current?.feed : undefined;
  const snapshot = useSyncExternalStore(feed?.subscribe ?? nothing, feed?.get ?? none);
  return key === null ? IDLE : (snapshot as LiveResource<T>);
}

const IDLE = { status: 'idle' } as const;
const LOADING: ObjectSnapshot = { status: 'loading' };
const none = () => LOADING;
const nothing = () => () => {};
const clusterOf = ({ cluster }: { cluster: string | undefined }) => cluster ?? 'host';

function refOf(ref: ResourceReference, shown: string): LiveObjectRef {
  const { cluster = shown, group, version, resource, namespace, name, managedFields } = ref;
  return { cluster, group, version, resource, namespace, name, managedFields };
}
