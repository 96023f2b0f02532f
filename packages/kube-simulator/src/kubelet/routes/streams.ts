import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { messageOf } from '../../support/errors.ts';
import type { KubeletServerOptions } from '../kubelet-server.ts';
import { failureStatus, type RemoteStreams, streamRequestOf } from '../remote-streams.ts';
import { SPDY_VERSIONS, spdyStreams } from '../spdy/spdy-streams.ts';
import { acceptSpdy, offeredVersions } from '../spdy/spdy-upgrade.ts';
import { CHANNEL_PROTOCOLS, channelStreams } from '../websocket/channels.ts';
import { acceptWebSocket, offeredProtocols } from '../websocket/upgrade.ts';
import { attach } from './attach.ts';
import { exec } from './exec.ts';
import { portForward } from './port-forward.ts';

/** Requests that become streams: `/exec`, `/attach` and `/portForward`. */
export async function answerStreams(
  options: KubeletServerOptions,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://kubelet');
  const [action = '', namespace = '', name = '', container = ''] = url.pathname.split('/').slice(1).map(decodeSegment);
  const pod = options.cluster.pod(namespace, name);
  if (pod === undefined) return refuse(socket, 404, `pod "${name}" not found`);
  if (action === 'portForward') return await portForward(options.cluster, pod, request, socket, head);
  if (action !== 'exec' && action !== 'attach') return refuse(socket, 404, '404 page not found');
  const process = pod.process(container);
  if (process === undefined || process.exit !== undefined) {
    return refuse(socket, 404, `container not found ("${container}")`);
  }
  const streams = await open(request, socket, head, url.searchParams);
  if (streams === undefined) return;
  const run =
    action === 'exec'
      ? exec(process, streams, url.searchParams)
      : attach(process, streams, url.searchParams, options.clock);
  await finishing(run, streams);
}

async function finishing(run: Promise<void>, streams: RemoteStreams): Promise<void> {
  try {
    await run;
  } catch (error) {
    streams.finish(failureStatus(`error executing command in container: ${messageOf(error)}`));
    throw error;
  }
}

async function open(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  query: URLSearchParams,
): Promise<RemoteStreams | undefined> {
  const wanted = streamRequestOf(query);
  if (!wanted.stdin && !wanted.stdout && !wanted.stderr) {
    refuse(socket, 400, 'you must specify at least 1 of stdin, stdout, stderr');
    return undefined;
  }
  const upgrade = (request.headers.upgrade ?? '').toLowerCase();
  if (upgrade === 'websocket') {
    const offered = offeredProtocols(request);
    const protocol =
      offered.length === 0 ? 'channel.k8s.io' : CHANNEL_PROTOCOLS.find((known) => offered.includes(known));
    if (protocol === undefined) {
      refuse(
        socket,
        403,
        `unable to negotiate a protocol: client supports [${offered.join(' ')}], server accepts [${CHANNEL_PROTOCOLS.join(' ')}]`,
      );
      return undefined;
    }
    return channelStreams(await acceptWebSocket(request, socket, head, protocol), protocol, wanted);
  }
  if (upgrade === 'spdy/3.1') {
    const offered = offeredVersions(request);
    const version = offered.length === 0 ? 'channel.k8s.io' : SPDY_VERSIONS.find((known) => offered.includes(known));
    if (version === undefined) {
      refuse(
        socket,
        403,
        `unable to upgrade: unable to negotiate protocol: client supports [${offered.join(' ')}], server accepts [${SPDY_VERSIONS.join(' ')}]`,
      );
      return undefined;
    }
    acceptSpdy(socket, head, offered.length === 0 ? undefined : version);
    return await spdyStreams(socket, version, wanted);
  }
  refuse(socket, 400, 'unable to upgrade: missing upgrade headers in request');
  return undefined;
}

/** Answers on a connection whose request will not be upgraded. */
export function refuse(socket: Duplex, status: number, message: string): void {
  const body = `${message}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
