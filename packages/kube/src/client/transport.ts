/** One HTTP exchange with a Kubernetes API, whatever carries it: fetch, an agent with certificates, or a call in process. */
export interface TransportRequest {
  method: string;
  /** Path and query, such as `/api/v1/pods?limit=500`. */
  path: string;
  /** A list is sent as several headers of the name. */
  headers?: Record<string, string | readonly string[]>;
  body?: string | Uint8Array;
  /** Ends the exchange, streams included. */
  signal?: AbortSignal;
}

export interface TransportResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The whole body. */
  text(): Promise<string>;
  /** The body as it comes. Use this or `text`, not both. */
  chunks(): AsyncIterable<Uint8Array>;
}

export type Transport = (request: TransportRequest) => Promise<TransportResponse>;
