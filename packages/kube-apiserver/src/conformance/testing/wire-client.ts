/** Requests over TLS as hostile or careless clients make them. */
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { Agent, request as httpsRequest } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import type { Status } from '@luban/kube';
import type { TestApi } from '../../testing.ts';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** Parsed, when it is JSON. */
  body: Status & Record<string, unknown>;
}

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** How the admin asks, over either protocol. */
export interface WireClient extends AsyncDisposable {
  send(path: string, asked?: Asked): Promise<Answer>;
}

const credentials = ({ pki }: TestApi) => ({ ca: pki.ca, cert: pki.admin.certificate, key: pki.admin.key });

export function http1Client(api: TestApi): WireClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 50, ...credentials(api) });
  const { hostname, port } = new URL(api.url);
  return {
    send: (path, { method = 'GET', headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const outgoing = httpsRequest({ hostname, port, path, method, headers, agent, ...credentials(api) });
        outgoing.on('error', reject);
        outgoing.on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => resolve(answer(response.statusCode ?? 0, response.headers, chunks)));
        });
        outgoing.end(body);
      }),
    async [Symbol.asyncDispose]() {
      agent.destroy();
    },
  };
}

export function http2Client(api: TestApi): WireClient & { session: ClientHttp2Session } {
  const session = connectHttp2(api.url, credentials(api));
  session.on('error', () => {});
  return {
    session,
    send: (path, { method = 'GET', headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const stream = session.request({ ':method': method, ':path': path, ...headers });
        const chunks: Buffer[] = [];
        let head: Record<string, string | string[] | undefined> = {};
        stream.on('response', (received) => {
          head = received as typeof head;
        });
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('error', reject);
        stream.on('close', () => {
          if (head[':status'] === undefined) reject(new Error(`closed with ${stream.rstCode}`));
          else resolve(answer(Number(head[':status']), head, chunks));
        });
        stream.end(body);
      }),
    async [Symbol.asyncDispose]() {
      session.destroy();
    },
  };
}

function answer(status: number, headers: Answer['headers'], chunks: Buffer[]): Answer {
  const text = Buffer.concat(chunks).toString();
  let body = {} as Answer['body'];
  try {
    body = JSON.parse(text) as Answer['body'];
  } catch {
    // Not every answer is JSON.
  }
  return { status, headers, text, body };
}

/** A connection to write bytes to that no client library would. */
export async function rawConnection(api: TestApi): Promise<TLSSocket> {
  const { port } = new URL(api.url);
  const socket = connect({ host: '127.0.0.1', port: Number(port), ALPNProtocols: ['http/1.1'], ...credentials(api) });
  socket.on('error', () => {});
  await new Promise<void>((resolve) => socket.once('secureConnect', () => resolve()));
  return socket;
}

/** Everything that comes until it matches, the other side ends the connection, or the time is over. */
export function received(socket: TLSSocket, milliseconds: number, until?: RegExp): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const end = () => {
      clearTimeout(timer);
      resolve(text);
    };
    const timer = setTimeout(end, milliseconds);
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (until?.test(text)) end();
    });
    socket.on('close', end);
  });
}
