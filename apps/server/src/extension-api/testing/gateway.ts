import { join } from 'node:path';
import type { KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import fastify, { type FastifyInstance } from 'fastify';
import { onTestFinished, vi } from 'vitest';
import { type AddressGuardOptions, createAddressGuard } from '../../addresses/address-guard.ts';
import { EncodedFiles } from '../../assets/encoded-files.ts';
import { staticClusters } from '../../clusters/static-clusters.ts';
import { registerErrors } from '../../errors.ts';
import type { Identity } from '../../identity/identity.ts';
import { soleLeader } from '../../operations/leadership.ts';
import { askAccess } from '../../rights/access-reviews.ts';
import type { Rights } from '../../rights/rights.ts';
import { registerSecurityHeaders } from '../../security-headers.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { type TestCluster, testCluster } from '../../test-support/test-clusters.ts';
import { acceptUpgrades } from '../../upgrades.ts';
import { ExtensionApi } from '../extension-api.ts';
import { EXTENSION_KINDS, type ExtensionKind } from '../extension-object.ts';
import { eventually } from './eventually.ts';

// Each has API servers of its own, which take their time to start where much else runs.
vi.setConfig({ testTimeout: 30_000 });

export interface TestGateway {
  app: FastifyInstance;
  api: ExtensionApi;
  host: TestCluster;
  members: TestCluster[];
  /** Of somebody who may do everything in the host. */
  client: KubeClient;
  /** Address of a real listener. */
  url: string;
  /** Makes the object, and waits until the gateway knows it. */
  apply(kind: ExtensionKind, name: string, object: Partial<KubeObject>): Promise<void>;
  errors: unknown[];
  /** Tells that rights of a person in the host may have changed. */
  rightsChanged(user: string): void;
}

export interface GatewayOptions {
  allowHosts?: string[];
  members?: string[];
  insideHost?: boolean;
  /** Resolves names of backends. */
  resolve?: AddressGuardOptions['resolve'];
}

/** A person of the group that may do everything. Others may do what is granted to them. */
export const ADMIN = 'admin';

/**
 * The part of the gateway that extends the API, in front of real API servers. Who asks is said by the header `x-test-user`,
 * which stands for cookies and tokens.
 */
export async function testGateway(options: GatewayOptions = {}): Promise<TestGateway> {
  const { allowHosts = ['127.0.0.1'], members = [] } = options;
  const host = await testCluster();
  const others = await Promise.all(members.map((name) => testCluster(name)));
  const clusters = staticClusters([host, ...others]);
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const files = new EncodedFiles({ folder: join(await temporaryFolder(), 'cache'), onError });
  const app = fastify({ logger: false, forceCloseConnections: true });
  app.decorateRequest('identity', null);
  acceptUpgrades(app);
  registerErrors(app);
  registerSecurityHeaders(app);
  app.addHook('onRequest', async (request) => {
    const name = request.headers['x-test-user'];
    if (typeof name === 'string') request.identity = identityOf(name);
  });
  let changed: Parameters<Rights['watch']>[0] = () => {};
  const api = await ExtensionApi.open({
    clusters,
    rights: {
      allows: (identity, action) => askAccess(clusters.get(action.cluster)!.connection.client(identity), action),
      watch(listener) {
        changed = listener;
        return { [Symbol.dispose]() {} };
      },
    },
    guard: createAddressGuard(allowHosts, { resolve: options.resolve }),
    leadership: soleLeader(onError),
    files,
    insideHost: options.insideHost ?? false,
    now: Date.now,
    onError,
  });
  api.registerRoutes(app);
  onTestFinished(async () => {
    await app.close();
    await api[Symbol.asyncDispose]();
    await clusters[Symbol.asyncDispose]();
  });
  const { client } = host.api;
  for (const { api: own } of [host, ...others]) await grantAdmin(own.client);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const rightsChanged = (user: string) => changed('host', ({ name }) => name === user);
  const apply: TestGateway['apply'] = async (kind, name, object) => {
    await client.patch({ ...EXTENSION_KINDS[kind], name }, 'apply', withKind(kind, name, object), {
      fieldManager: 'test',
      force: true,
    });
    const { metadata } = await client.get<KubeObject>({ ...EXTENSION_KINDS[kind], name });
    await eventually(() => {
      const known = [...api.objects.values()].find((other) => other.kind === kind && other.name === name);
      if (Number(known?.resourceVersion ?? 0) < Number(metadata.resourceVersion))
        throw new Error(`${name} is not seen yet`);
    });
  };
  return { app, api, host, members: others, client, url, apply, errors, rightsChanged };
}

function withKind(kind: ExtensionKind, name: string, object: Partial<KubeObject>): KubeObject {
  return {
    apiVersion: 'extensions.kubesphere.io/v1alpha1',
    kind,
    ...object,
    metadata: { name, ...object.metadata },
  };
}

function identityOf(name: string): Identity {
  return {
    name,
    groups: name === ADMIN ? ['admins'] : [],
    uid: `uid-${name}`,
    extra: { Team: ['blue'] },
    kind: 'user',
    via: 'session',
  };
}

async function grantAdmin(client: KubeClient): Promise<void> {
  await client.create(
    { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterrolebindings' },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'test-admins' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'admins' }],
    },
  );
}
