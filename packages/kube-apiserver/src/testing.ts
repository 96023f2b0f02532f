/** The API server for tests, of this and of other packages. */
import { type Clock, systemClock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { UserInfo } from './auth/user.ts';
import { type ApiServer, type ApiServerOptions, createApiServer } from './create-api-server.ts';
import { openPki, type Pki } from './pki/pki.ts';
import { openStore } from './store/open-store.ts';
import { type Listener, listen } from './wire/listener.ts';

export interface TestApiOptions {
  /** Default: in memory. */
  directory?: string;
  clock?: Clock;
  tokens?: ReadonlyMap<string, UserInfo>;
  limits?: ApiServerOptions['limits'];
  /** Also listens on a free port of 127.0.0.1, with TLS. */
  listens?: boolean;
  /** See `ListenOptions`. */
  bodyWithin?: number;
}

export interface TestApi extends AsyncDisposable {
  readonly server: ApiServer;
  /** Of a user who may do everything. */
  readonly client: KubeClient;
  readonly pki: Pki;
  /** `https://127.0.0.1:40123`, when it listens. */
  readonly url: string;
  /** What nobody expected. Tests look that it stays empty. */
  readonly errors: unknown[];
}

let sharedPki: Promise<Pki> | undefined;

export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { clock = systemClock, directory } = options;
  const resources = new AsyncDisposableStack();
  const errors: unknown[] = [];
  sharedPki ??= openPki(undefined, { clock: systemClock });
  const pki = await sharedPki;
  const store = resources.use(await openStore({ clock, directory }));
  let url = 'https://127.0.0.1';
  const server = resources.use(
    await createApiServer({
      store,
      pki,
      clock,
      tokens: options.tokens,
      limits: options.limits,
      address: () => url,
      onError: (error) => errors.push(error),
    }),
  );
  if (options.listens) {
    const listener: Listener = resources.use(
      await listen({
        tls: { key: pki.server.key, cert: pki.server.certificate, ca: pki.ca },
        host: '127.0.0.1',
        port: 0,
        bodyWithin: options.bodyWithin,
        route: (path) => ({ handler: server.handler, path }),
      }),
    );
    url = `https://127.0.0.1:${listener.port}`;
  }
  return {
    server,
    client: server.client({ userAgent: 'test' }),
    pki,
    url,
    errors,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
