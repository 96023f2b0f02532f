/** Who asks. Source: k8s.io/apiserver/pkg/authentication/user. */
export interface UserInfo {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export const ALL_AUTHENTICATED = 'system:authenticated';
export const ALL_UNAUTHENTICATED = 'system:unauthenticated';
/** May do everything, whatever the rules say. */
export const MASTERS = 'system:masters';

export const ANONYMOUS: UserInfo = { username: 'system:anonymous', groups: [ALL_UNAUTHENTICATED] };
/** The server's own loops. */
export const LOOPBACK: UserInfo = { username: 'system:apiserver', groups: [MASTERS, ALL_AUTHENTICATED] };

/** What somebody wants to do, as authorization sees it. */
export type Attributes = ResourceAttributes | PathAttributes;

export interface ResourceAttributes {
  readonly user: UserInfo;
  /** get, list, watch, create, update, patch, delete, deletecollection, or a special one such as `bind`. */
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource?: string;
  /** Empty: cluster scope, or all namespaces. */
  readonly namespace: string;
  /** Empty: none in particular. */
  readonly name: string;
}

/** A request that is not for a resource, such as `/healthz`. */
export interface PathAttributes {
  readonly user: UserInfo;
  /** The HTTP method in lower case. */
  readonly verb: string;
  readonly path: string;
}

export interface Decision {
  readonly allowed: boolean;
  /** Which rule allowed it, or why none did. May be empty. */
  readonly reason: string;
}

export interface Authorizer {
  authorize(attributes: Attributes): Decision;
}
