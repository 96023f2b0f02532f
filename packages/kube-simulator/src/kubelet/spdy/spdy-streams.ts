import type { Duplex } from 'node:stream';
import { parseTerminalSize, type RemoteStreams, type StreamRequest, type TerminalSize } from '../remote-streams.ts';
import { SpdySession, type SpdyStream } from './session.ts';

/** Versions spoken for exec and attach, best first. Source: k8s.io/apimachinery/pkg/util/remotecommand. */
export const SPDY_VERSIONS: readonly string[] = [
  'v4.channel.k8s.io',
  'v3.channel.k8s.io',
  'v2.channel.k8s.io',
  'channel.k8s.io',
];

/** Clients open all their streams right after the handshake. In milliseconds. */
const STREAMS_WITHIN = 30_000;
const LARGEST_SIZE_TEXT = 64 * 1024;

/** The streams of exec and attach over SPDY: each is told apart by its header `streamtype`. */
export async function spdyStreams(connection: Duplex, version: string, request: StreamRequest): Promise<RemoteStreams> {
  const wanted = ['error', ...(['stdin', 'stdout', 'stderr'] as const).filter((name) => request[name])];
  if (request.terminal && version !== 'v2.channel.k8s.io' && version !== 'channel.k8s.io') wanted.push('resize');
  const streams = new Map<string, SpdyStream>();
  const complete = Promise.withResolvers<void>();
  const session = new SpdySession(connection, (stream) => {
    const type = stream.headers.get('streamtype') ?? '';
    if (!wanted.includes(type) || streams.has(type)) {
      stream.reset();
      return;
    }
    streams.set(type, stream);
    if (streams.size === wanted.length) complete.resolve();
  });
  const timer = setTimeout(() => session.destroy(), STREAMS_WITHIN);
  const gone = new AbortController();
  void session.closed.then(() => {
    gone.abort();
    complete.reject(new Error('the client closed the session before it had opened its streams'));
  });
  try {
    await complete.promise;
  } finally {
    clearTimeout(timer);
  }
  let size: TerminalSize | undefined;
  let resized: ((size: TerminalSize) => void) | undefined;
  void readSizes(streams.get('resize'), (next) => {
    size = next;
    resized?.(next);
  });
  return {
    stdin: streams.get('stdin')?.received,
    write: (stream, bytes) => streams.get(stream)?.write(bytes),
    onResize: (call) => {
      resized = call;
      if (size !== undefined) call(size);
    },
    finish: (status) => {
      const text =
        version === 'v4.channel.k8s.io'
          ? JSON.stringify(status)
          : status.status === 'Success'
            ? ''
            : (status.message ?? '');
      if (text !== '') streams.get('error')?.write(Buffer.from(text));
      for (const stream of streams.values()) stream.end();
      // The client closes when it has read everything; if it does not, this does.
      setTimeout(() => session.close(), 2000).unref();
    },
    closed: gone.signal,
  };
}

async function readSizes(stream: SpdyStream | undefined, tell: (size: TerminalSize) => void): Promise<void> {
  if (stream === undefined) return;
  let text = '';
  for await (const bytes of stream.received) {
    text += Buffer.from(bytes).toString();
    for (let end = text.indexOf('}'); end >= 0; end = text.indexOf('}')) {
      const size = parseTerminalSize(text.slice(0, end + 1));
      if (size !== undefined) tell(size);
      text = text.slice(end + 1);
    }
    if (text.length > LARGEST_SIZE_TEXT) text = '';
  }
}
