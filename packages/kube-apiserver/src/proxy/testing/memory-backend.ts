/** Something behind the API server, reached without sockets. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import type { Dialer } from '../dialer.ts';

export interface Seen {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export interface MemoryBackend {
  readonly server: Server;
  /** What came, whole. */
  readonly seen: Seen[];
  connect(): Duplex;
}

/** @param answer called when the whole request is there */
export function memoryBackend(answer: (seen: Seen, response: Parameters<RequestListener>[1]) => void): MemoryBackend {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body };
      seen.push(one);
      answer(one, response);
    });
  });
  return {
    server,
    seen,
    connect() {
      const [near, far] = duplexPair();
      server.emit('connection', far);
      return near;
    },
  };
}

/** Every service, or every pod, or every kubelet is the backend. */
export function dialerTo(backends: {
  service?: MemoryBackend;
  pod?: MemoryBackend;
  kubelet?: MemoryBackend;
}): Dialer & {
  dialed: string[];
} {
  const dialed: string[] = [];
  return {
    dialed,
    service(namespace, name, port) {
      dialed.push(`service ${namespace}/${name}:${port}`);
      return backends.service?.connect();
    },
    pod(namespace, name, port) {
      dialed.push(`pod ${namespace}/${name}:${port}`);
      return backends.pod?.connect();
    },
    kubelet(node) {
      dialed.push(`kubelet ${node}`);
      return backends.kubelet?.connect();
    },
  };
}
