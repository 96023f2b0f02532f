import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Responder } from '../network/responder.ts';
import type { SimulatedCluster } from '../simulated-cluster.ts';
import type { SimulatedPod } from '../simulated-pod.ts';
import { SpdySession, type SpdyStream } from '../spdy/session.ts';
import { acceptSpdy } from '../spdy/spdy-upgrade.ts';
import { ChannelSocket } from '../websocket/channels.ts';
import { socketDuplex } from '../websocket/socket-duplex.ts';
import { acceptWebSocket, offeredProtocols } from '../websocket/upgrade.ts';
import { refuse } from './streams.ts';

/** SPDY frames in the binary messages of a WebSocket. Source: k8s.io/apimachinery/pkg/util/portforward. */
const TUNNEL = 'SPDY/3.1+portforward.k8s.io';
const SPDY_VERSION = 'portforward.k8s.io';
/** The older form: two channels for each port, data and errors. */
const CHANNELS: readonly string[] = ['v4.channel.k8s.io', 'v4.base64.channel.k8s.io', 'portforward.k8s.io'];
const MOST_PORTS = 100;

/** Lets clients talk to ports of a simulated pod. */
export async function portForward(
  cluster: SimulatedCluster,
  pod: SimulatedPod,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const connect = connector(cluster, pod);
  const upgrade = (request.headers.upgrade ?? '').toLowerCase();
  if (upgrade === 'spdy/3.1') {
    acceptSpdy(socket, head, SPDY_VERSION);
    await overSpdy(socket, connect);
    return;
  }
  if (upgrade !== 'websocket') return refuse(socket, 400, 'unable to upgrade: missing upgrade headers in request');
  const offered = offeredProtocols(request);
  if (offered.includes(TUNNEL)) {
    await overSpdy(socketDuplex(await acceptWebSocket(request, socket, head, TUNNEL)), connect);
    return;
  }
  const protocol = offered.find((name) => CHANNELS.includes(name));
  if (protocol === undefined)
    return refuse(socket, 403, `unable to negotiate a protocol: client supports [${offered.join(' ')}]`);
  const query = new URL(request.url ?? '/', 'http://kubelet').searchParams;
  const ports = [...query.getAll('port'), ...query.getAll('ports')].flatMap((text) => text.split(',')).map(Number);
  if (ports.length === 0 || ports.length > MOST_PORTS || !ports.every(isPort)) {
    return refuse(socket, 400, 'query parameter "port" is required');
  }
  overChannels(new ChannelSocket(await acceptWebSocket(request, socket, head, protocol), protocol), ports, connect);
}

/** @returns a connection, or why there is none */
type Connector = (port: number) => Duplex | string;

function connector(cluster: SimulatedCluster, pod: SimulatedPod): Connector {
  const { namespace = '', name = '' } = pod.pod.metadata;
  const responder = new Responder();
  return (port) => {
    const listener = cluster.podListener(namespace, name, port);
    if (listener !== undefined) return responder.connect(listener);
    return `error forwarding port ${port} to pod ${pod.pod.metadata.uid}, uid : failed to execute portforward in network namespace: failed to connect to localhost:${port} inside namespace "${pod.pod.metadata.uid}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused`;
  };
}

/** Each connection has two streams with one `requestID`: one for errors, one for data. */
async function overSpdy(connection: Duplex, connect: Connector): Promise<void> {
  const errors = new Map<string, SpdyStream>();
  const session = new SpdySession(connection, (stream) => {
    const id = stream.headers.get('requestid') ?? stream.headers.get('port') ?? '';
    const type = stream.headers.get('streamtype');
    if (type === 'error') {
      errors.set(id, stream);
      return;
    }
    const error = errors.get(id);
    const port = Number(stream.headers.get('port'));
    if (type !== 'data' || error === undefined || !isPort(port)) {
      stream.reset();
      return;
    }
    errors.delete(id);
    joinStream(stream, error, connect(port));
  });
  await session.closed;
}

function joinStream(stream: SpdyStream, error: SpdyStream, target: Duplex | string): void {
  if (typeof target === 'string') {
    error.write(Buffer.from(target));
    error.end();
    stream.end();
    return;
  }
  target.on('data', (bytes: Buffer) => stream.write(bytes));
  target.on('error', () => {});
  target.on('close', () => {
    stream.end();
    error.end();
  });
  target.on('end', () => {
    stream.end();
    error.end();
  });
  void (async () => {
    for await (const bytes of stream.received) {
      if (target.destroyed) return;
      if (!target.write(bytes))
        await new Promise<void>((resolve) => target.once('drain', resolve).once('close', resolve));
    }
    target.end();
  })();
}

function overChannels(socket: ChannelSocket, ports: readonly number[], connect: Connector): void {
  const targets = ports.map((port, index) => {
    const head = Buffer.alloc(2);
    head.writeUInt16LE(port);
    // Each channel begins with the number of its port.
    socket.send(index * 2, head);
    socket.send(index * 2 + 1, head);
    const target = connect(port);
    if (typeof target === 'string') {
      socket.send(index * 2 + 1, Buffer.from(target));
      return undefined;
    }
    target.on('data', (bytes: Buffer) => socket.send(index * 2, bytes));
    target.on('error', () => {});
    return target;
  });
  socket.onMessage((channel, bytes) => {
    if (channel % 2 === 0) targets[channel / 2]?.write(bytes);
  });
  socket.onClose(() => {
    for (const target of targets) target?.destroy();
  });
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536;
}
