import { startTestApi, type TestApi } from '@luban/kube-apiserver/testing';
import type { StaticCluster } from '../clusters/static-clusters.ts';
import { installPlatformDefinitions } from '../kube/platform-definitions/install-platform-definitions.ts';
import { atEnd } from './of-file.ts';

export interface TestCluster extends StaticCluster {
  api: TestApi;
}

/** A real API server in this process, on a free port, with the kinds of the platform. It ends with the test. */
export async function testCluster(name = 'host'): Promise<TestCluster> {
  const api = await startTestApi({ listens: true });
  atEnd(() => api[Symbol.asyncDispose]());
  await installPlatformDefinitions(api.client);
  return clusterOf(name, api);
}

export function clusterOf(name: string, api: TestApi): TestCluster {
  const { ca, admin } = api.pki;
  const endpoint = { server: api.url, ca, certificate: admin.certificate, key: admin.key };
  return { name, displayName: name === 'host' ? 'Host' : name, endpoint, api };
}
