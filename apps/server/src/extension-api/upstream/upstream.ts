import type { UpgradeResult, UpstreamRequest, UpstreamResponse } from '../../clusters/cluster-connection.ts';

/** A backend, whichever way it is reached. */
export interface Upstream {
  /** For messages: `https://tide.example:8443`. */
  readonly name: string;
  /** The value of `Host` there. */
  readonly host: string;
  /** @throws when nothing answers; an answer of any status is none */
  request(request: UpstreamRequest): Promise<UpstreamResponse>;
  /** Asks for another protocol on the connection. @throws when nothing answers */
  upgrade(request: Omit<UpstreamRequest, 'body'>): Promise<UpgradeResult>;
}
