/** One change, as it is logged, kept and told. Nothing of bodies, queries or headers is in it. */
export interface AuditEvent {
  /** Of the request; the answer and the log have the same. */
  id: string;
  /** When it began. RFC 3339 with milliseconds. */
  time: string;
  /** Null: nobody had signed in. At a sign-in, the name that was tried. */
  user: string | null;
  kind: 'user' | 'service-account' | 'stranger';
  via?: 'session' | 'token';
  /** In which the cluster was asked. */
  groups?: readonly string[];
  address: string;
  /** `create`, `update`, `patch`, `delete`, `deletecollection`, `connect`, or what a route says itself. */
  verb: string;
  /** `host`, or the member's name. Absent for what is LuBan's own. */
  cluster?: string;
  group?: string;
  version?: string;
  resource?: string;
  subresource?: string;
  namespace?: string;
  name?: string;
  /** Without the query. */
  path: string;
  dryRun?: true;
  /** HTTP status; 101 for a connection that was taken over, 499 when the client left first. */
  code: number;
  /** Milliseconds until the answer was out. At the opening of a connection, until it was open. */
  duration: number;
  /** Replica that answered. */
  replica: string;
}

/** What a route knows better than its address says. */
export type AuditNote = Partial<
  Pick<
    AuditEvent,
    'user' | 'verb' | 'cluster' | 'group' | 'version' | 'resource' | 'subresource' | 'namespace' | 'name'
  >
>;
