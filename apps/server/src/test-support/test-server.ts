import { join } from 'node:path';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { createServer, type LubanServer, type ServerOptions } from '../create-server.ts';
import { writeConsole } from './console-folder.ts';
import { type ExtensionFolderOptions, writeExtension } from './extension-folder.ts';
import { atEnd } from './of-file.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { keepAdministrator, PASSWORD } from './test-administrator.ts';
import { type TestCluster, testCluster } from './test-clusters.ts';

export { PASSWORD };

export interface TestServer {
  server: LubanServer;
  /** Holds `builtin`, `data` and `console`. */
  folder: string;
  /** Folder of a built-in extension. */
  builtin(name: string): string;
  /** Sends a request with the administrator's cookie. */
  ask(
    method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    options?: InjectOptions,
  ): Promise<LightMyRequestResponse>;
  /** Sends one without. */
  askAsStranger: TestServer['ask'];
  cookie: string;
  /** Those it stands in front of, for another server on the same ones. */
  clusters: ServerOptions['clusters'];
  /** Address of a real listener, for what cannot be injected. */
  listen(): Promise<string>;
}

/** A server with built-in extensions as given, and the administrator signed in. It ends with the test. */
export async function testServer(
  extensions: ExtensionFolderOptions[] = [],
  options: Partial<ServerOptions> = {},
): Promise<TestServer> {
  const folder = await temporaryFolder();
  const builtin = (name: string) => join(folder, 'builtin', name);
  await writeConsole(join(folder, 'console'));
  for (const extension of extensions) await writeExtension(builtin(extension.name), extension);
  return reopen(folder, options);
}

async function clusterWithAdministrator(): Promise<TestCluster> {
  const cluster = await testCluster();
  await keepAdministrator(cluster.api.client);
  return cluster;
}

/** A server on the folders of one that was closed. */
export async function reopen(folder: string, options: Partial<ServerOptions> = {}): Promise<TestServer> {
  // A test about the first start wants nobody to be there.
  const clusters = options.clusters ?? [
    await ('adminPassword' in options ? testCluster() : clusterWithAdministrator()),
  ];
  const server = await createServer({
    dataDir: join(folder, 'data'),
    consoleDir: join(folder, 'console'),
    extensionRoots: [join(folder, 'builtin')],
    adminPassword: PASSWORD,
    logLevel: 'silent',
    patience: 300,
    ...options,
    clusters,
  });
  atEnd(() => server.close());
  const askAsStranger: TestServer['ask'] = (method, url, rest = {}) => server.app.inject({ method, url, ...rest });
  const signedIn = await askAsStranger('POST', '/api/session', { payload: { username: 'admin', password: PASSWORD } });
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const ask: TestServer['ask'] = (method, url, rest = {}) =>
    askAsStranger(method, url, { ...rest, headers: { cookie, ...rest.headers } });
  let url: Promise<string> | undefined;
  const listen = () => {
    url ??= server.app.listen({ port: 0, host: '127.0.0.1' });
    return url;
  };
  return {
    server,
    folder,
    builtin: (name) => join(folder, 'builtin', name),
    ask,
    askAsStranger,
    cookie,
    clusters,
    listen,
  };
}
