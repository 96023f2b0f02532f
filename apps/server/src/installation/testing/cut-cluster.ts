import { listen } from '@luban/kube-apiserver';
import { startTestApi } from '@luban/kube-apiserver/testing';
import { onTestFinished } from 'vitest';
import { installPlatformDefinitions } from '../../kube/platform-definitions/install-platform-definitions.ts';
import type { TestCluster } from '../../test-support/test-clusters.ts';

/** A cluster whose address can cease to answer, and come back with everything that it held. */
export interface CutCluster extends TestCluster {
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export async function cutCluster(name: string): Promise<CutCluster> {
  const api = await startTestApi();
  onTestFinished(() => api[Symbol.asyncDispose]());
  await installPlatformDefinitions(api.client);
  const { ca, admin, server } = api.pki;
  const open = (port: number) =>
    listen({
      tls: { key: server.key, cert: server.certificate, ca },
      host: '127.0.0.1',
      port,
      route: (path) => ({ handler: api.server.handler, path }),
    });
  let listener: Awaited<ReturnType<typeof open>> | undefined = await open(0);
  const { port } = listener;
  const close = async () => {
    await listener?.[Symbol.asyncDispose]();
    listener = undefined;
  };
  onTestFinished(close);
  const endpoint = { server: `https://127.0.0.1:${port}`, ca, certificate: admin.certificate, key: admin.key };
  return {
    ...{ name, displayName: name, endpoint, api },
    cut: close,
    async mend() {
      listener ??= await open(port);
    },
  };
}
