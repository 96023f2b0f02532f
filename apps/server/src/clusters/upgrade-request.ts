import { type IncomingMessage, request as plainRequest } from 'node:http';
import { type RequestOptions, request as tlsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import type { UpstreamResponse } from './cluster-connection.ts';

/** The cluster took the upgrade: what follows are bytes of the protocol that was agreed on. */
export interface UpgradedConnection {
  headers: IncomingMessage['headers'];
  socket: Duplex;
  /** What came with the answer already. */
  head: Buffer;
}

export type UpgradeResult =
  | { upgraded: true; connection: UpgradedConnection }
  | { upgraded: false; response: UpstreamResponse };

export interface UpgradeRequest {
  /** `https://10.1.2.3:6443` */
  origin: string;
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  tls: Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'servername' | 'lookup'>;
  /** Milliseconds to connect in. */
  connectsWithin: number;
  /** Milliseconds until the answer has to begin, once connected. */
  answersWithin: number;
  signal?: AbortSignal;
}

/** Asks for another protocol on a connection of its own. @throws when nothing answers */
export function requestUpgrade(request: UpgradeRequest): Promise<UpgradeResult> {
  const { origin, method, path, headers, tls, connectsWithin, answersWithin, signal } = request;
  const { protocol, hostname, port } = new URL(origin);
  const send = protocol === 'https:' ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const outgoing = send({
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port: port || undefined,
      ...{ method, path, signal },
      headers: definedHeaders(headers),
      agent: false,
      timeout: connectsWithin,
      ...tls,
    });
    outgoing.on('socket', (socket) => socket.once('connect', () => outgoing.setTimeout(answersWithin)));
    outgoing.on('timeout', () => outgoing.destroy(timedOut()));
    outgoing.on('error', reject);
    outgoing.on('upgrade', (answer, socket, head) => {
      socket.setTimeout(0);
      socket.setNoDelay(true);
      // A member that vanishes without a word is noticed by this alone.
      socket.setKeepAlive(true, 30_000);
      socket.on('error', () => socket.destroy());
      resolve({ upgraded: true, connection: { headers: answer.headers, socket, head } });
    });
    outgoing.on('response', (answer) => {
      answer.socket.setTimeout(0);
      answer.on('error', () => {});
      resolve({ upgraded: false, response: { status: answer.statusCode!, headers: answer.headers, body: answer } });
    });
    outgoing.end();
  });
}

const timedOut = () =>
  Object.assign(new Error('The cluster did not answer in time'), { code: 'UND_ERR_HEADERS_TIMEOUT' });

function definedHeaders(headers: UpgradeRequest['headers']): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined),
  );
}
