import type { KubeObject } from '@luban/kube';
import { expect } from 'vitest';
import { type Backend, type Seen, startBackend } from './backend.ts';
import { ADMIN, type GatewayOptions, type TestGateway, testGateway } from './gateway.ts';

export interface Tide extends TestGateway {
  backend: Backend;
  /** Makes the proxy `tide` on `/proxy/tide/*`. */
  proxy(directives?: object, rest?: Partial<KubeObject>, path?: string): Promise<void>;
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** What the backend saw of the request. */
  sees(path: string, init?: RequestInit): Promise<Seen>;
}

/** The gateway with a backend, and a proxy `tide` in between. */
export async function tide(options: GatewayOptions = {}): Promise<Tide> {
  const backend = await startBackend();
  const gateway = await testGateway(options);
  const { apply, url } = gateway;
  const ask: Tide['ask'] = (path, init = {}) =>
    fetch(`${url}${path}`, { redirect: 'manual', ...init, headers: { 'x-test-user': ADMIN, ...init.headers } });
  return {
    ...gateway,
    backend,
    proxy: (directives = {}, rest = {}, path = '/proxy/tide/*') =>
      apply('ReverseProxy', 'tide', {
        ...rest,
        metadata: { labels: { 'kubesphere.io/extension-ref': 'tide' }, ...rest.metadata },
        spec: { matcher: { path, method: '*' }, upstream: { url: backend.url }, directives },
      }),
    ask,
    async sees(path, init) {
      const response = await ask(path, init);
      expect(response.status).toBe(200);
      return backend.seen.at(-1)!;
    },
  };
}

/** Status and body of a refusal. */
export const refused = async (response: Response) => ({
  status: response.status,
  body: (await response.json()) as { message?: string },
});
