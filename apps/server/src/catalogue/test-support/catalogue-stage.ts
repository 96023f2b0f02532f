import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient, ResourceKind } from '@luban/kube/client';
import { expect, onTestFinished } from 'vitest';
import { createAddressGuard } from '../../addresses/address-guard.ts';
import { ensureOwnNamespace } from '../../kube/own-namespace.ts';
import { repositoryReader } from '../../repositories/open-reader.ts';
import { eventually } from '../../test-support/eventually.ts';
import { type TestCluster, testCluster } from '../../test-support/test-clusters.ts';
import { CatalogueObjects } from '../catalogue-objects.ts';
import { ExtensionController } from '../extension-controller.ts';
import {
  EXTENSION_VERSIONS,
  EXTENSIONS,
  type ExtensionObject,
  type ExtensionVersionObject,
  INSTALL_PLANS,
  type InstallPlanObject,
  REPOSITORIES,
  type RepositoryObject,
} from '../objects.ts';
import { Platform } from '../platform.ts';
import { RepositoryController } from '../repository-controller.ts';
import { type RepositoryState, RepositoryStates } from '../repository-state.ts';
import type { ChartServer } from './chart-server.ts';

export interface CatalogueStage {
  cluster: TestCluster;
  client: KubeClient;
  objects: CatalogueObjects;
  states: RepositoryStates;
  repositories: RepositoryController;
  /** What went wrong beside. */
  errors: unknown[];
  addRepository(name: string, server: { url: string }, fields?: Partial<RepositoryObject>): Promise<RepositoryObject>;
  /** Waits until a sync that began after this call has ended. */
  syncNow(name: string): Promise<RepositoryState>;
  /** Waits until the newest sync has ended. */
  synced(name: string, outcome?: RepositoryState['outcome']): Promise<RepositoryState>;
  versionNames(): Promise<string[]>;
  version(name: string): Promise<ExtensionVersionObject | undefined>;
  extension(name: string): Promise<ExtensionObject | undefined>;
  plan(name: string, version: string, status?: InstallPlanObject['status']): Promise<InstallPlanObject>;
  /** Ends the controllers, as a replica that no longer leads. */
  stop(): Promise<void>;
}

/** The controllers of the catalogue in front of a real API server, whose garbage collector runs. */
export async function catalogueStage(servers: readonly ChartServer[], options: { cluster?: TestCluster } = {}) {
  const cluster = options.cluster ?? (await testCluster());
  const { client } = cluster.api;
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const resources = new AsyncDisposableStack();
  onTestFinished(() => resources.disposeAsync());
  await ensureOwnNamespace(client);
  const objects = resources.use(await CatalogueObjects.open(client, onError));
  const states = resources.use(await RepositoryStates.open(client, onError));
  const platform = resources.use(await Platform.open({ client, lubanVersion: '0.1.0', onError }));
  const guard = createAddressGuard(servers.map(({ host }) => host));
  resources.use(new ExtensionController({ client, objects, states, platform, onError }));
  const repositories = resources.use(
    new RepositoryController({
      ...{ client, objects, states, onError },
      open: (repository) => repositoryReader(repository, { guard, patience: { retries: 0 } }),
      keep: async () => {},
    }),
  );
  const find = <T extends KubeObject>(kind: ResourceKind, name: string) =>
    client.get<T>({ ...kind, name }).catch((error: unknown) => {
      if (isStatusError(error, 'NotFound')) return undefined;
      throw error;
    });
  const stage: CatalogueStage = {
    ...{ cluster, client, objects, states, repositories, errors },
    addRepository: (name, { url }, { metadata, spec } = {}) =>
      client.create<RepositoryObject>(REPOSITORIES, {
        apiVersion: 'kubesphere.io/v1alpha1',
        kind: 'Repository',
        metadata: { name, ...metadata },
        spec: { url, ...spec },
      }),
    async syncNow(name) {
      const value = `${performance.now()}`;
      await client.patch({ ...REPOSITORIES, name }, 'merge', {
        metadata: { annotations: { 'luban.dev/sync': value } },
      });
      return eventually(() => {
        const state = states.of(name);
        expect(state?.token).toBe(value);
        expect(state?.outcome).not.toBe('syncing');
        return state!;
      });
    },
    synced: (name, outcome = 'synced') =>
      eventually(() => {
        const state = states.of(name);
        expect(state?.outcome).toBe(outcome);
        return state!;
      }),
    async versionNames() {
      const { items } = await client.list(EXTENSION_VERSIONS);
      return items.map(({ metadata }) => metadata.name!).sort();
    },
    version: (name) => find(EXTENSION_VERSIONS, name),
    extension: (name) => find(EXTENSIONS, name),
    plan: (name, version, status) =>
      client.create<InstallPlanObject>(INSTALL_PLANS, {
        apiVersion: 'kubesphere.io/v1alpha1',
        kind: 'InstallPlan',
        metadata: { name },
        spec: { extension: { name, version } },
        ...(status && { status }),
      }),
    stop: () => resources.disposeAsync(),
  };
  return stage;
}
