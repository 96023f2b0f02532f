import { readFile } from 'node:fs/promises';
import { readPackage } from '@luban/extension-package';
import { describe, expect, it } from 'vitest';
import { readKubeconfig } from '../../apps/server/src/clusters/kubeconfig.ts';
import { staticClusters } from '../../apps/server/src/clusters/static-clusters.ts';
import { ensureOwnNamespace } from '../../apps/server/src/kube/own-namespace.ts';
import { installPlatformDefinitions } from '../../apps/server/src/kube/platform-definitions/install-platform-definitions.ts';
import { HelmReleases } from '../../apps/server/src/releases/helm-releases.ts';
import type { ObjectRef, Part, ReleaseSpec, RunOptions } from '../../apps/server/src/releases/releases.ts';
import { type BareCluster, startBareCluster } from '../support/bare-cluster.ts';
import { kubeBinaries } from '../support/kube-binaries.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type ChartPackage, chartPackages } from '../support/test-charts.ts';

const packages = await chartPackages();

/** What is particular: several parts, or something that has to be there before. */
const PARTICULAR: Readonly<Record<string, { parts?: readonly Part[]; after?: string }>> = {
  devops: { parts: ['extension', 'agent'] },
  'ob-operator': { parts: ['extension'], after: 'cert-manager' },
};

/** By helm 4. The product itself brings helm 3, with which `published-extensions.e2e.ts` installs the same. */
describe.runIf(packages.length > 0)('published packages by helm 4', () => {
  it('are rendered, installed with their own rights alone, ready as a whole, and uninstalled with a true report', {
    timeout: 240_000,
  }, async () => {
    await using stage = await startStage();
    const { releases, run } = stage;
    const specs = await Promise.all(packages.map((one) => stage.specs(one)));
    const done = new Map(packages.map(({ name }) => [name, Promise.withResolvers<void>()]));
    await Promise.all(
      specs.map(async (parts) => {
        const [{ extension }] = parts;
        const { after } = PARTICULAR[extension] ?? {};
        await (after === undefined ? undefined : done.get(after)?.promise);
        for (const spec of parts) await install(stage, spec);
        done.get(extension)?.resolve();
      }),
    );

    for (const spec of specs.flat().toReversed()) {
      await releases.uninstall(spec, run);
      expect(await releases.state(spec)).toBeUndefined();
    }
    for (const parts of specs) await checkRemains(stage, parts.at(-1)!);
    expect(stage.cluster.errors).toEqual([]);
  });
});

async function install({ releases, cluster, run, lines }: Stage, spec: ReleaseSpec): Promise<void> {
  const rendered = await releases.render(spec, run);
  await releases.prepare(spec, spec.package.permissions);
  const { objects } = await releases.apply(spec, run).catch((error: unknown) => {
    throw new Error(`${spec.name}: ${String(error)}\n${lines.slice(-40).join('\n')}`, { cause: error });
  });
  const { version } = spec.package.metadata;
  expect(await releases.state(spec)).toMatchObject({ status: 'deployed', version, lastGood: { revision: 1, version } });
  // Some are named anew each time.
  const named = (refs: readonly ObjectRef[]) =>
    refs.map(({ kind, name }) => `${kind} ${name.replace(/-test-\w{5}$/, '-test')}`);
  expect(named(rendered.objects)).toEqual(expect.arrayContaining(named(objects)));
  // Whatever of it is there bears the label, hooks and definitions too.
  for (const [kind, group, version, resource] of LABELLED) {
    const { items } = await cluster.client.list({ group, version, resource });
    const told = items.filter(({ metadata }) => named(objects).includes(`${kind} ${metadata.name}`));
    for (const { metadata } of told)
      expect(metadata.labels).toHaveProperty(['kubesphere.io/extension-ref'], spec.extension);
  }
}

const LABELLED = [
  ['Deployment', 'apps', 'v1', 'deployments'],
  ['StatefulSet', 'apps', 'v1', 'statefulsets'],
  ['Service', '', 'v1', 'services'],
  ['ClusterRole', 'rbac.authorization.k8s.io', 'v1', 'clusterroles'],
  ['CustomResourceDefinition', 'apiextensions.k8s.io', 'v1', 'customresourcedefinitions'],
] as const;

async function checkRemains({ releases, cluster }: Stage, spec: ReleaseSpec): Promise<void> {
  const remains = await releases.remains(spec);
  const told = (why: string) => remains.filter((one) => one.why === why).map(({ name }) => name);
  expect(told('rights').length).toBe(5);
  expect(told('namespace')).toEqual([spec.namespace]);
  expect(told('other')).toEqual([]);
  expect(told('definition')).toEqual(expect.arrayContaining([...spec.package.chart.crds]));
  // Nobody uses what is asked to go here.
  expect(await releases.purge(spec, remains)).toEqual([]);
  expect(await releases.remains(spec)).toEqual([]);
  const inventory = { group: '', version: 'v1', resource: 'configmaps', namespace: 'luban-system' };
  await expect(cluster.client.get({ ...inventory, name: `inventory.${spec.extension}.host` })).rejects.toThrow(
    'not found',
  );
}

interface Stage extends AsyncDisposable {
  cluster: BareCluster;
  releases: HelmReleases;
  run: RunOptions;
  lines: string[];
  specs(one: ChartPackage): Promise<[ReleaseSpec, ...ReleaseSpec[]]>;
}

async function startStage(): Promise<Stage> {
  const resources = new AsyncDisposableStack();
  // Some wait for half a minute before they say that they are ready.
  const cluster = resources.use(await startBareCluster({ speed: 10 }));
  await installPlatformDefinitions(cluster.client);
  await ensureOwnNamespace(cluster.client);
  const folder = resources.use(await temporaryFolder());
  const { endpoint } = readKubeconfig(await readFile(cluster.kubeconfig, 'utf8'));
  const clusters = resources.use(staticClusters([{ name: 'host', displayName: 'Host', endpoint }]));
  const lines: string[] = [];
  return {
    cluster,
    lines,
    releases: new HelmReleases({ clusters, dataDir: folder.path, helm: (await kubeBinaries('v35')).helm }),
    run: { signal: new AbortController().signal, log: (line) => lines.push(line), timeout: 170_000 },
    async specs({ name, file }) {
      const content = await readPackage(await readFile(file));
      const parts = PARTICULAR[name]?.parts ?? (['agent'] as const);
      return parts.map((part) => ({
        extension: name,
        cluster: clusters.host,
        namespace: content.metadata.namespace ?? `extension-${name}`,
        name: part === 'agent' ? `${name}-agent` : name,
        part,
        package: content,
        archive: file,
        values: content.values,
      })) as [ReleaseSpec, ...ReleaseSpec[]];
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
