/** The real server as a child process, on a port and a data folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, signedInApi } from './api.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const REPOSITORY = join(import.meta.dirname, '../..');
export const ADMIN = { username: 'admin', password: 'e2e-password-1' };

const SERVER = join(REPOSITORY, 'apps/server/src/main.ts');
const CONSOLE = join(REPOSITORY, 'apps/console/dist/host.json');

export interface ProductOptions {
  /** Folders that hold extension folders. Default: the built-in ones, `extensions` and `examples`. */
  extensions?: string[];
  /** Default: an empty one that is removed at the end. */
  dataDir?: string;
  environment?: Record<string, string>;
  /** Default: a free one, which the server takes itself. */
  port?: number;
}

export interface Product extends AsyncDisposable {
  /** `http://127.0.0.1:40123` */
  readonly url: string;
  readonly dataDir: string;
  /** Signed in as the administrator. */
  readonly api: Api;
  /** Everything the server has written so far. */
  output(): string;
  /** Milliseconds from start to `/healthz`. */
  readonly startedIn: number;
  /** Ends the server as a power cut does: nothing is finished, and nothing tidied up. */
  kill(): Promise<void>;
}

export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  if (!existsSync(CONSOLE)) throw new Error('The console is not built. Run `npm run build` first.');
  const resources = new AsyncDisposableStack();
  try {
    const dataDir = options.dataDir ?? resources.use(await temporaryFolder()).path;
    const began = performance.now();
    const server = spawnServer(dataDir, options);
    resources.defer(() => stop(server.child));
    const url = await ready(server);
    const startedIn = performance.now() - began;
    const api = await signedInApi(url, ADMIN);
    return {
      url,
      dataDir,
      api,
      startedIn,
      output: server.output,
      kill: () => stop(server.child, 'SIGKILL'),
      [Symbol.asyncDispose]: () => resources.disposeAsync(),
    };
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

interface ServerProcess {
  child: ChildProcess;
  output(): string;
}

function spawnServer(dataDir: string, { extensions, environment, port = 0 }: ProductOptions): ServerProcess {
  const child = spawn(process.execPath, [SERVER, ...(extensions ? [`--extensions=${extensions.join(',')}`] : [])], {
    cwd: REPOSITORY,
    env: {
      ...process.env,
      PORT: String(port),
      LUBAN_DATA_DIR: dataDir,
      LUBAN_ADMIN_PASSWORD: ADMIN.password,
      LUBAN_KUBE_PORT: '0',
      LUBAN_DEMO: 'none',
      // Compiled once, and not anew for each data folder.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(REPOSITORY, '.cache/node'),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  // A test run that is broken off takes its server along.
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  return { child, output: () => output };
}

/** A machine that runs several of them at once takes its time. */
const READY_WITHIN = 90_000;

/** @returns the address that it says it has */
async function ready({ child, output }: ServerProcess): Promise<string> {
  const deadline = performance.now() + READY_WITHIN;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The server ended with code ${child.exitCode}:\n${output()}`);
    const url = /LuBan is ready at (http:\/\/127\.0\.0\.1:\d+)\n/.exec(output())?.[1];
    const response = url === undefined ? undefined : await fetch(`${url}/healthz`).catch(() => undefined);
    if (url !== undefined && response?.ok) return url;
    await sleep(25);
  }
  throw new Error(`The server was not ready within ${READY_WITHIN / 1000} s:\n${output()}`);
}

async function stop(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const killer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(killer);
}

/** A port nobody listens on now, for whoever has to know it beforehand. Somebody else may take it in between. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
