import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UpgradedConnection } from '../../clusters/cluster-connection.ts';
import { takeUpgrade } from '../../upgrades.ts';
import type { Exchange } from './exchanges.ts';

/** Tells the client that the backend took the WebSocket. From here on bytes go both ways until one side ends. */
export function joinSockets(
  request: FastifyRequest,
  reply: FastifyReply,
  connection: UpgradedConnection,
  exchange: Exchange,
): void {
  const { socket: far, head: farHead } = connection;
  const { socket: near, head: nearHead } = takeUpgrade(request, reply);
  const end = () => {
    exchange[Symbol.dispose]();
    near.destroy();
    far.destroy();
  };
  for (const socket of [near, far]) {
    socket.on('close', end);
    socket.on('error', end);
  }
  exchange.signal.addEventListener('abort', end, { once: true });
  // It may all have been over while the backend made up its mind.
  if (near.destroyed || exchange.signal.aborted) {
    end();
    return;
  }
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket'];
  for (const [name, value] of Object.entries(connection.headers)) {
    if (value !== undefined && /^sec-websocket-/.test(name)) lines.push(`${name}: ${String(value)}`);
  }
  if ('setTimeout' in near && typeof near.setTimeout === 'function') near.setTimeout(0);
  near.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  if (farHead.length > 0) near.write(farHead);
  if (nearHead.length > 0) far.write(nearHead);
  near.pipe(far);
  far.pipe(near);
}
