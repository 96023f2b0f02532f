/** An install controller on real API servers, with real packages from ConfigMaps. */
import { createHash } from 'node:crypto';
import { readPackage } from '@luban/extension-package';
import { type TestPackage, testPackage } from '@luban/extension-package/testing';
import type { KubeClient } from '@luban/kube/client';
import { onTestFinished } from 'vitest';
import { createAddressGuard } from '../../addresses/address-guard.ts';
import { CatalogueObjects } from '../../catalogue/catalogue-objects.ts';
import {
  EXTENSION_VERSIONS,
  EXTENSIONS,
  type ExtensionVersionObject,
  INSTALL_PLANS,
  type InstallPlanObject,
} from '../../catalogue/objects.ts';
import { PackageStore } from '../../catalogue/package-store.ts';
import { Platform } from '../../catalogue/platform.ts';
import { LiveCluster } from '../../clusters/live-cluster.ts';
import { LiveClusters } from '../../clusters/live-clusters.ts';
import { OWN_NAMESPACE } from '../../kube/own-namespace.ts';
import type { Releases } from '../../releases/releases.ts';
import { eventually } from '../../test-support/eventually.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { type TestCluster, testCluster } from '../../test-support/test-clusters.ts';
import { InstallController, type InstallControllerOptions } from '../install-controller.ts';
import { InstallationLogs } from '../installation-logs.ts';
import { InterfaceInstaller } from '../interface-installer.ts';
import type { Journal } from '../journal.ts';
import { LiveInstallations } from '../live-installations.ts';
import { type CutCluster, cutCluster } from './cut-cluster.ts';
import { PretendHelm, PretendReleases } from './pretend-releases.ts';

export interface InstallationWorld {
  host: TestCluster;
  members: Map<string, CutCluster>;
  clusters: LiveClusters;
  /** Of an administrator, as kubectl has it. */
  kubectl: KubeClient;
  helm: PretendHelm;
  releases: Releases;
  installations: LiveInstallations;
  errors: unknown[];
  /** Puts a version into the catalogue. */
  publish(options: TestPackage, spec?: Partial<ExtensionVersionObject['spec']>): Promise<ExtensionVersionObject>;
  plan(
    name: string,
    version: string,
    spec?: Partial<NonNullable<InstallPlanObject['spec']>>,
  ): Promise<InstallPlanObject>;
  /** Merges into the plan, as `kubectl patch` does. */
  patch(name: string, change: object): Promise<InstallPlanObject>;
  mark(name: string, annotations: Record<string, string | null>): Promise<void>;
  get(name: string): Promise<InstallPlanObject>;
  /** Waits until the plan is in a state, and the controller has nothing left to do for it. */
  reaches(name: string, state: string): Promise<InstallPlanObject>;
  gone(name: string): Promise<void>;
  /** Waits until the address of a member answers, or does not, and it is known. */
  cut(member: string): Promise<void>;
  mend(member: string): Promise<void>;
  journal(name: string): Journal | undefined;
  start(options?: Partial<InstallControllerOptions>): Promise<InstallController>;
}

export interface WorldOptions {
  members?: string[];
  /** Default: pretended. */
  releases?(clusters: LiveClusters, dataDir: string): Releases;
  /** Default: true. */
  starts?: boolean;
  limits?: InstallControllerOptions['limits'];
}

export async function installationWorld(options: WorldOptions = {}): Promise<InstallationWorld> {
  const host = await testCluster();
  const members = new Map<string, CutCluster>();
  for (const name of options.members ?? []) members.set(name, await cutCluster(name));
  const all = [host, ...members.values()];
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const addresses = createAddressGuard(all.map(({ endpoint }) => URL.parse(endpoint.server)!.host));
  const clusters = await LiveClusters.open({ clusters: all, addresses, onError });
  onTestFinished(() => clusters[Symbol.asyncDispose]());
  const objects = await CatalogueObjects.open(clusters.system, onError);
  onTestFinished(() => objects[Symbol.asyncDispose]());
  const dataDir = await temporaryFolder();
  const never = () => Promise.reject(new Error('There is no network'));
  const packages = await PackageStore.open({
    dataDir,
    client: clusters.system,
    objects,
    fetch: never,
    builtin: never,
    now: Date.now,
  });
  const platform = await Platform.open({ client: clusters.system, lubanVersion: '0.1.0', onError });
  onTestFinished(() => platform[Symbol.dispose]());
  const helm = new PretendHelm();
  const releases = options.releases?.(clusters, dataDir) ?? new PretendReleases(helm);
  const logs = new InstallationLogs({ onError });
  const installations = await LiveInstallations.open({ clusters, objects, releases, logs, onError });
  onTestFinished(() => installations[Symbol.asyncDispose]());
  const kubectl = host.api.client;
  const ref = (name: string) => ({ ...INSTALL_PLANS, name });
  const world: InstallationWorld = {
    ...{ host, members, clusters, kubectl, helm, releases, installations, errors },
    publish: (made, spec) => publish(kubectl, made, spec),
    plan: (name, version, spec = {}) =>
      kubectl.create<InstallPlanObject>(INSTALL_PLANS, {
        apiVersion: 'kubesphere.io/v1alpha1',
        kind: 'InstallPlan',
        metadata: { name },
        spec: { extension: { name, version }, enabled: true, ...spec },
      }),
    patch: (name, change) => kubectl.patch<InstallPlanObject>(ref(name), 'merge', change),
    mark: async (name, annotations) => {
      await kubectl.patch(ref(name), 'merge', { metadata: { annotations } });
    },
    get: (name) => kubectl.get<InstallPlanObject>(ref(name)),
    reaches: (name, state) =>
      eventually(async () => {
        const plan = await world.get(name);
        const last = installations.journal(name)?.runs[0];
        if (plan.status?.state !== state || last?.state === 'running') {
          throw new Error(`${name} is ${plan.status?.state}: ${JSON.stringify(plan.status)} ${JSON.stringify(last)}`);
        }
        return plan;
      }),
    gone: (name) =>
      eventually(async () => {
        const found = await world.get(name).catch(() => undefined);
        if (found !== undefined) throw new Error(`${name} is still there: ${JSON.stringify(found.status)}`);
      }),
    async cut(member) {
      await members.get(member)!.cut();
      await becomes(clusters, member, 'unreachable');
    },
    async mend(member) {
      await members.get(member)!.mend();
      await becomes(clusters, member, 'ready');
    },
    journal: (name) => installations.journal(name),
    async start(more = {}) {
      const controller = await InstallController.start({
        ...{ clusters, objects, packages, releases, platform, logs, onError },
        interfaces: new InterfaceInstaller(clusters.system),
        limits: options.limits,
        ...more,
      });
      onTestFinished(() => controller[Symbol.asyncDispose]());
      return controller;
    },
  };
  if (options.starts !== false) await world.start();
  return world;
}

/** Looks at once instead of at the monitor's own pace. */
async function becomes(clusters: LiveClusters, name: string, state: string): Promise<void> {
  await eventually(async () => {
    const cluster = clusters.get(name);
    if (cluster instanceof LiveCluster) await cluster.monitor?.probe();
    if (clusters.get(name)?.health.state !== state) throw new Error(`${name} is not ${state}`);
  });
}

async function publish(
  client: KubeClient,
  options: TestPackage,
  spec: Partial<ExtensionVersionObject['spec']> = {},
): Promise<ExtensionVersionObject> {
  const archive = testPackage(options);
  const { metadata } = await readPackage(archive);
  const { name, version } = metadata;
  const key = 'chart.tgz';
  const chartDataRef = { namespace: OWN_NAMESPACE, name: `extension-${name}-${version}-chart`, key };
  await client.create(
    { group: '', version: 'v1', resource: 'configmaps', namespace: OWN_NAMESPACE },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: chartDataRef.name, namespace: OWN_NAMESPACE },
      binaryData: { [key]: Buffer.from(archive).toString('base64') },
    },
  );
  await client
    .create(EXTENSIONS, { apiVersion: 'kubesphere.io/v1alpha1', kind: 'Extension', metadata: { name }, spec: {} })
    .catch(() => {});
  const { kubeVersion, ksVersion, namespace, installationMode, externalDependencies } = metadata;
  return client.create<ExtensionVersionObject>(EXTENSION_VERSIONS, {
    apiVersion: 'kubesphere.io/v1alpha1',
    kind: 'ExtensionVersion',
    metadata: { name: `${name}-${version}`, labels: { 'kubesphere.io/extension-ref': name } },
    spec: {
      ...{ version, chartDataRef, installationMode },
      ...(kubeVersion !== undefined && { kubeVersion }),
      ...(ksVersion !== undefined && { ksVersion }),
      ...(namespace !== undefined && { namespace }),
      ...(externalDependencies.length > 0 && { externalDependencies }),
      digest: `sha256:${createHash('sha256').update(archive).digest('hex')}`,
      ...spec,
    },
  });
}
