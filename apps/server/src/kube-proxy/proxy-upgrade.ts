import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UpgradedConnection } from '../clusters/cluster-connection.ts';
import type { Identity } from '../identity/identity.ts';
import { fromHere } from '../identity/origin-check.ts';
import { Refusal } from '../refusal.ts';
import { takeUpgrade } from '../upgrades.ts';
import { type ProxyOptions, type ProxyTarget, refusalOf } from './proxy-request.ts';
import { asRecord, upstreamHeaders } from './request-headers.ts';
import { passedHeaders } from './response-headers.ts';

/** Milliseconds that what was said last has to get through when one side has gone. */
const FAREWELL = 5_000;

/**
 * Passes on a request for another protocol: WebSocket or SPDY of exec, attach, port-forward and the like. What follows
 * is nobody's but the two ends': bytes go both ways as they are.
 *
 * @throws Refusal when the cluster does not answer, or the page that asks is another's
 */
export async function proxyUpgrade(
  request: FastifyRequest,
  reply: FastifyReply,
  identity: Identity,
  target: ProxyTarget,
  { answersWithin }: ProxyOptions,
): Promise<void> {
  // Browsers open connections for any page, and send the cookie along.
  if (identity.via === 'session' && !fromHere(request)) {
    throw new Refusal(403, 'LB5109', { path: target.path.split('?', 1)[0]!.slice(0, 200) });
  }
  const gone = new AbortController();
  using _waiting = whenGone(request.raw.socket, () => gone.abort());
  const headers = asRecord(upstreamHeaders(request, identity, false));
  const result = await target.cluster.connection
    .upgrade({
      ...{ method: request.method, path: target.path, answersWithin, signal: gone.signal },
      headers: { ...headers, connection: 'Upgrade', upgrade: request.raw.headers.upgrade },
    })
    .catch((error: unknown) => {
      throw refusalOf(error, target, answersWithin);
    });
  if (result.upgraded) {
    join(request, reply, result.connection);
    return;
  }
  const { status, headers: answered, body } = result.response;
  if (status === 401) {
    body.destroy();
    throw new Refusal(502, 'LB5104', { cluster: target.cluster.name });
  }
  reply.hijack();
  reply.raw.writeHead(status, passedHeaders(reply, answered, target.prefix));
  body.on('error', () => reply.raw.destroy());
  reply.raw.on('close', () => body.destroy());
  body.pipe(reply.raw);
}

function join(request: FastifyRequest, reply: FastifyReply, { headers, socket, head }: UpgradedConnection): void {
  const client = takeUpgrade(request, reply);
  client.socket.write(answer(headers));
  if (head.length > 0) client.socket.write(head);
  if (client.head.length > 0) socket.write(client.head);
  if (client.socket instanceof Socket) client.socket.setNoDelay(true).setKeepAlive(true, 30_000);
  follow(client.socket, socket);
  follow(socket, client.socket);
}

/** What one end says goes to the other; when it has gone, the other goes too. */
function follow(from: Duplex, to: Duplex): void {
  from.pipe(to);
  from.on('error', () => to.destroy());
  from.on('close', () => {
    to.end();
    setTimeout(() => to.destroy(), FAREWELL).unref();
  });
}

/** Looks for the end of a connection that nobody reads yet, and leaves what comes on it for whoever will. */
function whenGone(socket: Duplex, call: () => void): Disposable {
  const onReadable = () => {
    // Reading at the end is what makes it known.
    if (socket.readableLength === 0) socket.read();
  };
  socket.on('readable', onReadable).on('end', call).on('close', call);
  return { [Symbol.dispose]: () => void socket.off('readable', onReadable).off('end', call).off('close', call) };
}

const PASSED = /^(?:upgrade|sec-websocket-|x-stream-protocol-version$)/;

function answer(headers: IncomingMessage['headers']): string {
  const lines = ['HTTP/1.1 101 Switching Protocols', 'connection: Upgrade'];
  for (const [name, value] of Object.entries(headers)) {
    if (!PASSED.test(name) || value === undefined) continue;
    for (const one of [value].flat()) lines.push(`${name}: ${one}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}
