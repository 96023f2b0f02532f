import type { Identity } from '../identity/identity.ts';

/** What somebody wants to do with resources of a cluster. */
export interface ResourceAction {
  cluster: string;
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, or a verb of an extension. */
  verb: string;
  /** Empty for the core group. */
  group: string;
  /** Plural. */
  resource: string;
  subresource?: string;
  /** Absent: all namespaces, or cluster-scoped. */
  namespace?: string;
  name?: string;
}

/** What somebody wants to do with a path that names no resource, such as `/proxy/tide/x`. */
export interface PathAction {
  cluster: string;
  /** `get`, `post`, `put`, `delete`, … */
  verb: string;
  path: string;
}

export type Action = ResourceAction | PathAction;

/** What people may do, by Kubernetes' own decision. */
export interface Rights {
  /** @throws when the cluster does not answer or does not exist */
  allows(identity: Identity, action: Action): Promise<boolean>;
  /**
   * Calls when rights in the cluster may have changed: what was decided before has to be asked anew.
   *
   * @param listener its second argument says whether somebody is among those whose rights may be others now
   */
  watch(listener: (cluster: string, affects: (identity: Identity) => boolean) => void): Disposable;
}
