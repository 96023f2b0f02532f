import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { StaticCluster } from '../../apps/server/src/clusters/static-clusters.ts';
import type { Memory, ServeReady } from './kube-server.ts';

export interface GatewaySettings {
  dataDir: string;
  consoleDir: string;
  password: string;
  clusters: readonly StaticCluster[];
  extensions: readonly string[];
  /** Hosts that repositories may be on although they are private. */
  allowHosts?: readonly string[];
}

export interface GatewayReady {
  url: string;
}

export interface GatewayCommand {
  id: number;
  call: 'memory' | 'peak' | 'cpu' | 'stalls' | 'stop';
}

/** The gateway in a process of its own. */
export interface GatewayServer extends AsyncDisposable {
  readonly url: string;
  /** Header of the administrator's session. */
  readonly cookie: string;
  /** After a collection. */
  memory(): Promise<Memory>;
  /** Most that it had until now, garbage included; megabytes. */
  peak(): Promise<number>;
  /** Time on a processor until now; milliseconds. */
  cpu(): Promise<number>;
  /** How long its event loop has been blocked since the last call; milliseconds. */
  stalls(): Promise<{ p99: number; max: number }>;
}

const CONSOLE = join(import.meta.dirname, '../../apps/console/dist');
const PASSWORD = 'bench-password-1';

/**
 * @param clusters by name; the first is the host
 * @param extensions folders that hold extension folders. Default: none
 * @param allowHosts as of `GatewaySettings`. Default: none
 */
export async function startGateway(
  dataDir: string,
  clusters: Readonly<Record<string, ServeReady>>,
  extensions: readonly string[] = [],
  allowHosts: readonly string[] = [],
): Promise<GatewayServer> {
  const settings: GatewaySettings = {
    dataDir,
    consoleDir: CONSOLE,
    password: PASSWORD,
    extensions,
    allowHosts,
    clusters: Object.entries(clusters).map(([name, { port, ca, certificate, key }]) => ({
      name,
      displayName: name,
      endpoint: { server: `https://127.0.0.1:${port}`, ca, certificate, key },
    })),
  };
  const profile = process.env.GATEWAY_BENCH_PROFILE;
  const child = fork(join(import.meta.dirname, 'gateway-serve.ts'), [JSON.stringify(settings)], {
    execArgv: ['--expose-gc', ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [])],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const [{ url }] = (await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => {
      throw new Error(`The gateway ended with code ${code} before it listened`);
    }),
  ])) as [GatewayReady];
  const waiting = new Map<number, (value: never) => void>();
  let next = 0;
  child.on('message', ({ id, value }: { id: number; value: never }) => {
    waiting.get(id)?.(value);
    waiting.delete(id);
  });
  const call = <T>(name: GatewayCommand['call']) =>
    new Promise<T>((resolve) => {
      waiting.set(++next, resolve);
      child.send({ id: next, call: name } satisfies GatewayCommand);
    });
  return {
    url,
    cookie: await signIn(url),
    memory: () => call('memory'),
    peak: () => call('peak'),
    cpu: () => call('cpu'),
    stalls: () => call('stalls'),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      void call('stop');
      await exited;
    },
  };
}

async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`Signing in failed with ${response.status}: ${await response.text()}`);
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
  return cookies.join('; ');
}
