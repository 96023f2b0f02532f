import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf } from '../identity/network-of.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { LimitsInForce } from './limits-config.ts';
import { OpenStreams } from './open-streams.ts';

export interface ConnectionLimitsOptions {
  limits: () => LimitsInForce;
  metrics: Metrics;
  /** Whether an address is a proxy's, behind which many people are. */
  isProxy?: (address: string) => boolean;
}

/** Ends connections of an address that has too many, before anything is read from them. */
export function limitConnections(server: Server, { limits, metrics, isProxy }: ConnectionLimitsOptions): void {
  const open = new OpenStreams();
  const refused = metrics.counter({
    name: 'luban_connections_refused_total',
    help: 'Connections that were ended at once, since there were too many.',
  });
  metrics.gauge({ name: 'luban_connections_open', help: 'Connections of clients.' }, (gauge) => gauge.set(open.total));
  server.on('connection', (socket: Socket) => {
    const { perAddress, total } = limits().rules.connections;
    const address = socket.remoteAddress ?? '';
    const most = isProxy?.(address) ? total : perAddress;
    const one = open.total < total ? open.open(networkOf(address), most) : undefined;
    if (one === undefined) {
      refused.add();
      socket.destroy();
      return;
    }
    socket.once('close', () => one[Symbol.dispose]());
  });
}
