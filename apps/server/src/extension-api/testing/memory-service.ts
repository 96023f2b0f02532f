import { createServer, type IncomingHttpHeaders } from 'node:http';
import { duplexPair } from 'node:stream';
import type { TestApi } from '@luban/kube-apiserver/testing';

/** Puts a program behind a service of a test's cluster. @returns the headers that it was asked with */
export function startMemoryService(
  api: TestApi,
  service: { namespace: string; name: string; port: number },
): IncomingHttpHeaders[] {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer(({ url, headers }, response) => {
    seen.push(headers);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ url }));
  });
  api.server.setDialer({
    kubelet: () => undefined,
    pod: () => undefined,
    service(namespace, name, port) {
      if (namespace !== service.namespace || name !== service.name || port !== service.port) return undefined;
      const [near, far] = duplexPair();
      server.emit('connection', far);
      return near;
    },
  });
  return seen;
}
