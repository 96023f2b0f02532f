/** A cluster to be imported, which can be killed and comes back under its address with what it had. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

export interface MemberCluster extends AsyncDisposable {
  /** Of its administrator. */
  readonly kubeconfig: string;
  /** Path of the file with it. */
  readonly kubeconfigFile: string;
  /** PEM, of the address 127.0.0.1. */
  readonly tls: { ca: string; cert: string; key: string };
  /** `kill -9` */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export async function startMemberCluster(): Promise<MemberCluster> {
  const folder = await temporaryFolder('luban-member-');
  let port = 0;
  let child: ChildProcess | undefined;
  const start = async () => {
    child = fork(join(import.meta.dirname, 'member-cluster-process.ts'), [folder.path, String(port)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`The member ended with code ${code} before it listened`);
    });
    const [ready] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }];
    ended.catch(() => {});
    port = ready.port;
  };
  const kill = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  await start();
  const read = (path: string) => readFile(join(folder.path, path), 'utf8');
  return {
    kubeconfig: await read('kubeconfig'),
    kubeconfigFile: join(folder.path, 'kubeconfig'),
    tls: { ca: await read('pki/ca.crt'), cert: await read('pki/server.crt'), key: await read('pki/server.key') },
    kill,
    start,
    async [Symbol.asyncDispose]() {
      await kill();
      await folder[Symbol.asyncDispose]();
    },
  };
}
