import { type TestPackage, testPackage } from '@luban/extension-package/testing';
import type { VersionDetail } from '@luban/manifest/center-api';
import { expect } from 'vitest';
import { INSTALL_PLANS, type InstallPlanObject } from '../../catalogue/objects.ts';
import { eventually } from '../../test-support/eventually.ts';
import { type TestCluster, testCluster } from '../../test-support/test-clusters.ts';
import { PASSWORD, type TestServer, testServer } from '../../test-support/test-server.ts';

export interface CenterServer extends TestServer {
  cluster: TestCluster;
  /** Takes a package into the catalogue, as somebody who uploads its file. */
  upload(options: TestPackage): Promise<void>;
  /** What a person sees of a version before deciding. */
  version(name: string, version: string): Promise<VersionDetail>;
  post(path: string, payload?: object): ReturnType<TestServer['ask']>;
  put(path: string, payload: object): ReturnType<TestServer['ask']>;
  plan(name: string): Promise<InstallPlanObject>;
  /** Requests in the name of a person with the given rules in the host cluster. */
  person(name: string, rules: readonly object[]): Promise<TestServer['ask']>;
}

const RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' };

/** The whole server on a real API, for what the center does. */
export async function centerServer(options: Parameters<typeof testServer>[1] = {}): Promise<CenterServer> {
  const cluster = await testCluster();
  const server = await testServer([], { clusters: [cluster], ...options });
  const { client } = cluster.api;
  const root = '/api/center/extensions';
  return {
    ...server,
    cluster,
    async upload(of) {
      const response = await server.ask('POST', '/api/center/packages', {
        headers: { 'content-type': 'application/gzip' },
        payload: Buffer.from(testPackage(of)),
      });
      expect(response.body).toContain(of.version ?? '1.0.0');
      const { name = 'tide-clock', version = '1.0.0' } = of;
      await eventually(async () => {
        const detail = (await server.ask('GET', `${root}/${name}`)).json();
        expect(detail.versions.map((one: { version: string }) => one.version)).toContain(version);
      });
    },
    version: async (name, version) => {
      const response = await server.ask('GET', `${root}/${name}/versions/${version}`);
      expect(response.statusCode).toBe(200);
      return response.json();
    },
    post: (path, payload = {}) => server.ask('POST', `${root}/${path}`, { payload }),
    put: (path, payload) => server.ask('PUT', `${root}/${path}`, { payload }),
    plan: (name) => client.get<InstallPlanObject>({ ...INSTALL_PLANS, name }),
    async person(name, rules) {
      await client.create({ ...RBAC, resource: 'clusterroles' }, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: `test-${name}` },
        rules,
      } as never);
      await client.create({ ...RBAC, resource: 'clusterrolebindings' }, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: `test-${name}` },
        roleRef: { apiGroup: RBAC.group, kind: 'ClusterRole', name: `test-${name}` },
        subjects: [{ apiGroup: RBAC.group, kind: 'User', name }],
      } as never);
      await client.create({ group: 'iam.kubesphere.io', version: 'v1beta1', resource: 'users' }, {
        apiVersion: 'iam.kubesphere.io/v1beta1',
        kind: 'User',
        metadata: { name },
        spec: { password: PASSWORD },
      } as never);
      const signIn = () =>
        server.askAsStranger('POST', '/api/session', { payload: { username: name, password: PASSWORD } });
      const cookie = await eventually(async () => {
        const { cookies, statusCode } = await signIn();
        expect(statusCode).toBe(200);
        return cookies.map((one) => `${one.name}=${one.value}`).join('; ');
      });
      return (method, url, rest = {}) =>
        server.askAsStranger(method, url, { ...rest, headers: { cookie, ...rest.headers } });
    },
  };
}
