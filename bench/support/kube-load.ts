import { type ClientHttp2Session, connect } from 'node:http2';
import { Agent, request as request1 } from 'node:https';
import { availableParallelism, loadavg } from 'node:os';
import type { KubeServer, ServeReady } from './kube-server.ts';
import { median, percentile, round } from './report.ts';

export interface Reply {
  status: number;
  /** Of the body. */
  bytes: number;
  text(): string;
}

export interface Load extends Disposable {
  request(method: string, path: string, body?: { type: string; text: string }): Promise<Reply>;
}

/** Requests over so many connections with TLS and HTTP/2, as kubectl, helm and controllers make them. */
export async function http2Load(
  server: ServeReady,
  connections = 1,
): Promise<Load & { sessions: ClientHttp2Session[] }> {
  const sessions = await Promise.all(Array.from({ length: connections }, () => session(server)));
  let next = 0;
  return {
    sessions,
    [Symbol.dispose]() {
      for (const one of sessions) one.destroy();
    },
    request(method, path, body) {
      const stream = sessions[next++ % sessions.length]!.request(
        { ':method': method, ':path': path, 'user-agent': 'bench', ...(body && { 'content-type': body.type }) },
        { endStream: body === undefined },
      );
      return new Promise((resolve, reject) => {
        let status = 0;
        let length: number | undefined;
        stream.on('response', (headers) => {
          status = Number(headers[':status']);
          if (headers['content-length'] !== undefined) length = Number(headers['content-length']);
        });
        stream.on('error', reject);
        collect(stream, (chunks, bytes) => {
          // The end of a killed server looks like that of an answer.
          if (bytes === (length ?? bytes) && status > 0) resolve(replyOf(status, chunks, bytes));
          else reject(new Error('The answer was cut off'));
        });
        if (body !== undefined) stream.end(body.text);
      });
    },
  };
}

function session({ port, ca, key, certificate }: ServeReady): Promise<ClientHttp2Session> {
  const one = connect(`https://127.0.0.1:${port}`, {
    ca,
    key,
    cert: certificate,
    // As the HTTP client of Go, with which kubectl is made, has them.
    settings: { initialWindowSize: 4 * 2 ** 20, enablePush: false },
    peerMaxConcurrentStreams: 4_000,
    maxSessionMemory: 512,
  });
  return new Promise((resolve, reject) => {
    one.once('error', reject);
    one.once('remoteSettings', () => {
      one.setLocalWindowSize(2 ** 30);
      one.off('error', reject);
      // A killed server is an expected one.
      one.on('error', () => {});
      resolve(one);
    });
  });
}

/** The same over HTTP/1.1, with connections that stay. */
export function http1Load({ port, ca, key, certificate }: ServeReady, connections: number): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, ca, key, cert: certificate });
  return {
    [Symbol.dispose]: () => agent.destroy(),
    request(method, path, body) {
      return new Promise((resolve, reject) => {
        const headers = { 'user-agent': 'bench', ...(body && { 'content-type': body.type }) };
        const sent = request1({ host: '127.0.0.1', port, method, path, agent, headers }, (response) => {
          collect(response, (chunks, bytes) => resolve(replyOf(response.statusCode!, chunks, bytes)));
        });
        sent.on('error', reject);
        sent.end(body?.text);
      });
    },
  };
}

function collect(stream: NodeJS.ReadableStream, done: (chunks: Buffer[], bytes: number) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
  });
  stream.on('end', () => done(chunks, bytes));
}

const replyOf = (status: number, chunks: Buffer[], bytes: number): Reply => ({
  status,
  bytes,
  text: () => Buffer.concat(chunks).toString(),
});

export interface Rate {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Time of the server's process on the processors for each call, in microseconds: what other work on the machine changes least. */
  serverCpu: number;
}

export interface RateOptions {
  server: Pick<KubeServer, 'cpu'>;
  /** How many calls are under way at a time. */
  concurrency: number;
  /** Default: 2. */
  seconds?: number;
  /** Default: 3. The median counts. */
  runs?: number;
}

/** How often a call can be made, after as long a time to warm up. @param call gets the number of the call */
export async function rateOf(
  call: (number: number) => Promise<Reply>,
  { server, concurrency, seconds = 2, runs = 3 }: RateOptions,
): Promise<Rate & { runs: number[] }> {
  let number = 0;
  const run = async (): Promise<Rate> => {
    const times: number[] = [];
    const cpu = await server.cpu();
    const began = performance.now();
    const end = began + seconds * 1_000;
    const caller = async () => {
      while (performance.now() < end) {
        const from = performance.now();
        const reply = await call(number++);
        if (reply.status >= 300) throw new Error(`${reply.status}: ${reply.text().slice(0, 500)}`);
        times.push(performance.now() - from);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, caller));
    const perSecond = (times.length / (performance.now() - began)) * 1_000;
    const serverCpu = (((await server.cpu()) - cpu) * 1_000) / times.length;
    return { perSecond, p50: median(times), p99: percentile(times, 0.99), serverCpu };
  };
  await run();
  const rates: Rate[] = [];
  for (let i = 0; i < runs; i++) rates.push(await run());
  const of = (pick: (rate: Rate) => number) => rates.map(pick);
  return {
    perSecond: round(median(of((rate) => rate.perSecond)), 0),
    p50: round(median(of((rate) => rate.p50)), 2),
    p99: round(median(of((rate) => rate.p99)), 2),
    serverCpu: round(median(of((rate) => rate.serverCpu)), 0),
    runs: of((rate) => round(rate.perSecond, 0)),
  };
}

/** What every figure of these benches is to be read with. */
export const machine = () => ({
  processors: availableParallelism(),
  /** Of the last minute, others' work included. */
  load: round(loadavg()[0]!, 1),
  note: 'server and load generator share the processors',
});
