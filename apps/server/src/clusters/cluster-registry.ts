import type { ClusterConnection } from './cluster-connection.ts';

/** What is known of whether a cluster answers. */
export interface ClusterHealth {
  state: 'unknown' | 'ready' | 'unreachable' | 'refused';
  /** Since when; milliseconds of the epoch. */
  since: number;
  /** Why it is not ready, in a sentence. */
  reason?: string;
}

export interface ClusterHandle {
  /** `host`, or the name of its `Cluster` object. */
  readonly name: string;
  readonly displayName: string;
  readonly isHost: boolean;
  readonly connection: ClusterConnection;
  readonly health: ClusterHealth;
}

/** The clusters that the gateway stands in front of. */
export interface ClusterRegistry {
  /** The cluster that all state of the product lives in. */
  readonly host: ClusterHandle;
  get(name: string): ClusterHandle | undefined;
  /** The host first, then members by name. */
  list(): readonly ClusterHandle[];
  /** Called after a cluster came, went, or changed its health or its connection (then it has a new handle). */
  watch(listener: () => void): Disposable;
}
