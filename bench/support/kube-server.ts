import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { temporaryFolder } from '../../e2e/support/temporary-folder.ts';

export interface ServeSettings {
  /** Of the certificates, so that a server can come again under them. */
  pki: string;
  directory: string;
}

/** What the process says when it listens. */
export interface ServeReady {
  port: number;
  /** PEM */
  ca: string;
  key: string;
  certificate: string;
  /** Milliseconds since the start of the process at which each step was done. */
  marks: Record<string, number>;
}

export interface ServeCommand {
  id: number;
  call: 'fill' | 'memory' | 'stalls' | 'in-process' | 'pod-watches' | 'churn' | 'cpu' | 'stop';
  argument: number;
}

export interface Memory {
  /** In MB, 1,000,000 bytes. */
  rss: number;
  heapUsed: number;
  external: number;
}

/** The embedded API in a process of its own. */
export interface KubeServer extends AsyncDisposable, ServeReady {
  /** From before the process was there until it listened; milliseconds. */
  readonly start: number;
  /** @returns bytes of one pod in the store */
  fill(pods: number): Promise<number>;
  memory(): Promise<Memory>;
  /** How long its event loop has been blocked since the last call; milliseconds. */
  stalls(): Promise<{ p99: number; max: number }>;
  getInProcess(pods: number): Promise<{ perSecond: number; p99: number }>;
  /** Changes pods for ten seconds. @returns how many changes there were */
  churn(perSecond: number): Promise<number>;
  /** Open watches of all pods. */
  podWatches(): Promise<number>;
  /** Time on a processor until now; milliseconds. */
  cpu(): Promise<number>;
  /** `kill -9` */
  kill(): Promise<void>;
}

/** A folder for the data of servers, which goes with the bench. */
export const dataFolder = () => temporaryFolder('luban-bench-kube-');

/**
 * @param folder where data and certificates lie; a second server in the same folder finds what the first has left
 * @param options.profile folder for a profile of the process, to be read with the tools of Chromium
 */
export async function startKubeServer(
  folder: string,
  { profile = process.env.KUBE_BENCH_PROFILE }: { profile?: string } = {},
): Promise<KubeServer> {
  const settings: ServeSettings = { pki: join(folder, 'pki'), directory: join(folder, 'store') };
  const began = performance.now();
  const child = fork(join(import.meta.dirname, 'kube-serve.ts'), [JSON.stringify(settings)], {
    execArgv: profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [],
    // The product keeps compiled code beside its data.
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'code') },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const [ready] = (await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => {
      throw new Error(`The server ended with code ${code} before it listened`);
    }),
  ])) as [ServeReady];
  const start = performance.now() - began;
  const waiting = new Map<number, (value: never) => void>();
  let next = 0;
  child.on('message', ({ id, value }: { id: number; value: never }) => {
    waiting.get(id)?.(value);
    waiting.delete(id);
  });
  const call = <T>(name: ServeCommand['call'], argument = 0) =>
    new Promise<T>((resolve) => {
      waiting.set(++next, resolve);
      child.send({ id: next, call: name, argument } satisfies ServeCommand);
    });
  return {
    ...ready,
    start,
    fill: (pods) => call('fill', pods),
    memory: () => call('memory'),
    stalls: () => call('stalls'),
    getInProcess: (pods) => call('in-process', pods),
    churn: (perSecond) => call('churn', perSecond),
    podWatches: () => call('pod-watches'),
    cpu: () => call('cpu'),
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      void call('stop');
      await exited;
    },
  };
}
