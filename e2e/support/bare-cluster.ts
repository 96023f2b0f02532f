/** A simulated cluster in which nothing is installed: no LuBan, no kinds of the platform, no workloads. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { createApiServer, kubeconfig, listen, openPki, openStore } from '@luban/kube-apiserver';
import { DEMO_NODES, registerStorageClass, startSimulator } from '@luban/kube-simulator';
import { temporaryFolder } from './temporary-folder.ts';

export interface BareCluster extends AsyncDisposable {
  /** `https://127.0.0.1:40123` */
  readonly url: string;
  /** PEM. */
  readonly ca: string;
  /** Path of the administrator's. */
  readonly kubeconfig: string;
  readonly client: KubeClient;
  /** What nobody expected. */
  readonly errors: unknown[];
}

export interface BareClusterOptions {
  /** How much faster than usual what runs in it starts, waits and ends. Default: 1. */
  speed?: number;
}

export async function startBareCluster({ speed }: BareClusterOptions = {}): Promise<BareCluster> {
  await using starting = new AsyncDisposableStack();
  const folder = starting.use(await temporaryFolder('luban-bare-'));
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const pki = await openPki(undefined, { clock: systemClock });
  const store = starting.use(await openStore({}));
  let url = 'https://127.0.0.1';
  const server = starting.use(await createApiServer({ store, pki, address: () => url, onError }));
  const client = (userAgent: string) => server.client({ userAgent });
  const simulator = starting.use(
    await startSimulator({ client, clock: systemClock, seed: 'bare', nodes: DEMO_NODES.member, speed, onError }),
  );
  server.setDialer(simulator.dialer);
  await registerStorageClass(client('bare'));
  const listener = starting.use(
    await listen({
      tls: { key: pki.server.key, cert: pki.server.certificate, ca: pki.ca },
      host: '127.0.0.1',
      port: 0,
      route: (path) => ({ handler: server.handler, path }),
    }),
  );
  url = `https://127.0.0.1:${listener.port}`;
  const { certificate, key } = pki.admin;
  const clusters = [{ name: 'bare', displayName: 'Bare', server: url }];
  const file = join(folder.path, 'kubeconfig');
  await writeFile(file, kubeconfig({ clusters, ca: pki.ca, certificate, key, currentContext: 'bare' }));
  const resources = starting.move();
  return {
    ...{ url, ca: pki.ca, errors, kubeconfig: file, client: client('test') },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
