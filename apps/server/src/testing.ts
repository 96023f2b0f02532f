/** For other packages' tests: a server in this process, on a free port. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApi } from '@luban/kube-apiserver/testing';
import { createServer, type LubanServer, type ServerOptions } from './create-server.ts';
import { installPlatformDefinitions } from './kube/platform-definitions/install-platform-definitions.ts';

export interface StartedServer extends AsyncDisposable {
  /** `http://127.0.0.1:41234` */
  url: string;
  server: LubanServer;
  dataDir: string;
  password: string;
  /** Signs in and returns the `Cookie` header of the session. */
  signIn(): Promise<string>;
}

export interface StartOptions extends Partial<Omit<ServerOptions, 'consoleDir' | 'extensionRoots' | 'clusters'>> {
  consoleDir: string;
  /** Default: none. */
  extensionRoots?: readonly string[];
}

/** Without a data folder of the caller's, one is made and removed at the end. */
export async function startServer(options: StartOptions): Promise<StartedServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'luban-')));
  const password = options.adminPassword ?? 'correct horse battery staple';
  const api = await startTestApi({ listens: true });
  await installPlatformDefinitions(api.client);
  const { ca, admin } = api.pki;
  const endpoint = { server: api.url, ca, certificate: admin.certificate, key: admin.key };
  const server = await createServer({
    clusters: [{ name: 'host', displayName: 'Host', endpoint }],
    extensionRoots: [],
    logLevel: 'silent',
    ...options,
    dataDir,
    adminPassword: password,
  });
  const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    server,
    dataDir,
    password,
    signIn: () => signIn(url, password),
    async [Symbol.asyncDispose]() {
      await server.close();
      await api[Symbol.asyncDispose]();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function signIn(url: string, password: string): Promise<string> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password }),
  });
  if (!response.ok) throw new Error(`Signing in failed with ${response.status}: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}
