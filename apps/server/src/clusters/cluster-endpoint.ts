import type { LookupFunction } from 'node:net';
import type { LocalApi } from './local-api.ts';

/** Where a cluster's API is, and how LuBan proves there who it is. */
export interface ClusterEndpoint {
  /** `https://10.1.2.3:6443`, possibly with a path that all paths of the API are below. */
  server: string;
  /** PEM. Absent: the authorities that Node trusts. */
  ca?: string;
  /** PEM, together. */
  certificate?: string;
  key?: string;
  /** Bearer token; a function is asked for each request, for tokens that are renewed in a file. */
  token?: string | (() => Promise<string>);
  /** Name that the server's certificate has to be for, when it is not the host's. */
  serverName?: string;
  /** Resolves names; may refuse addresses that must not be reached. */
  lookup?: LookupFunction;
  /** The same API without a socket, for the cluster that runs in this process. */
  local?: LocalApi;
}
