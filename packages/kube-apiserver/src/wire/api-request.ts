import type { ClientCertificate } from '../auth/client-certificate.ts';
import type { RequestHeaders } from '../auth/request-headers.ts';
import type { UserInfo } from '../auth/user.ts';
import type { PartedBody } from './parted-body.ts';

/** A request, whichever way it came: TLS with HTTP/2 or HTTP/1.1, or a call in this process. */
export interface ApiRequest {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case; of repeated ones all values, as the protocol joins them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Those that say who asks, one value for each time they came: a joined list could be read as more than it was. */
  readonly identity: RequestHeaders;
  readonly clientCertificate?: ClientCertificate;
  /** Set for calls in this process alone: no authentication takes place. */
  readonly user?: UserInfo;
  /** Empty in process. */
  readonly remoteAddress: string;
  /**
   * The whole body, unpacked.
   *
   * @param took is told of bytes as they come, and may throw to refuse the rest
   * @throws StatusError 413 beyond the limit, in bytes
   */
  body(limit: number, took?: (bytes: number) => void): Promise<Buffer>;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** A function writes the body bit by bit. */
  readonly body: Buffer | PartedBody | StreamBody;
}

export type StreamBody = (sink: ResponseSink) => void;

/** Where a streamed body goes. Nothing throws after the client has gone. */
export interface ResponseSink {
  write(chunk: Uint8Array): void;
  end(): void;
  /** Bytes that were written and not yet taken by the client. */
  readonly buffered: number;
  readonly closed: boolean;
  /** Called once, when the client has gone or the stream has ended. At once, if that was before. */
  onClose(call: () => void): void;
}
