import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHARTS, createHelm, type Helm } from '../support/helm.ts';
import { KUBE_RELEASES, type KubeRelease } from '../support/kube-binaries.ts';
import { createKubectl, type Kubectl } from '../support/kubectl.ts';
import { startProduct } from '../support/product.ts';
import { chartPackages } from '../support/test-charts.ts';

/** One installation of a chart. */
interface Installation {
  name: string;
  chart: string;
  /** Flags of helm, in the words of a kind of values that the platform gives a part of an extension. */
  flags?: string[];
  /** What has to be there before, by its name. */
  after?: string;
}

/** How the platform installs the two parts of an extension. Source: KubeSphere 4, InstallPlan controller. */
const EXTENSION_PART = ['--set', 'tags.extension=true,tags.agent=false'];
const AGENT_PART = ['--set', 'tags.extension=false,tags.agent=true'];

const OWN: readonly Installation[] = [
  { name: 'shop', chart: join(CHARTS, 'shop') },
  { name: 'operator', chart: join(CHARTS, 'operator') },
  { name: 'tides', chart: join(CHARTS, 'extension'), flags: EXTENSION_PART },
  { name: 'tides-agent', chart: join(CHARTS, 'extension'), flags: AGENT_PART, after: 'tides' },
];

const packages = await chartPackages();

/** What of the published packages is particular. */
const PARTICULAR: Readonly<Record<string, Omit<Installation, 'name' | 'chart'>[]>> = {
  // Two parts that hold the same role templates: only ever one of them in a release.
  devops: [{ flags: EXTENSION_PART }, { flags: AGENT_PART, after: 'devops' }],
  // Its certificate is a kind of cert-manager's, which its manifest names as a requirement.
  'ob-operator': [{ after: 'cert-manager' }],
};

const PUBLISHED: readonly Installation[] = packages.flatMap(({ name, file }) =>
  (PARTICULAR[name] ?? [{}]).map((particular, index) => ({
    name: index === 0 ? name : `${name}-agent`,
    chart: file,
    ...particular,
  })),
);

/** Helm 3, which the product brings, installs the published ones in `extensions/published-extensions.e2e.ts`. */
const chartsOf = (release: KubeRelease) => (release === 'v35' ? [...OWN, ...PUBLISHED] : OWN);

describe.concurrent.each(KUBE_RELEASES)('charts by helm of %s', (release) => {
  it('are all rendered and installed, ready as a whole, and uninstalled', { timeout: 240_000 }, async () => {
    await using product = await startProduct();
    const kubeconfig = join(product.dataDir, 'kubeconfig');
    await using helm = await createHelm(release, kubeconfig);
    await using kubectl = await createKubectl(release, kubeconfig);

    const everything = chartsOf(release);
    const done = new Map<string, PromiseWithResolvers<void>>(
      everything.map(({ name }) => [name, Promise.withResolvers<void>()]),
    );
    await Promise.all(
      everything.map(async (installation) => {
        await (installation.after === undefined ? undefined : done.get(installation.after)?.promise);
        await install(helm, installation);
        done.get(installation.name)?.resolve();
      }),
    );
    await checkReady(helm, kubectl, everything);
    await checkOwn(kubectl);
    await checkPublished(kubectl, new Set(everything.map(({ name }) => name)));

    // What needs others first.
    const isLast = ({ after }: Installation) => after === undefined;
    for (const round of [everything.filter((one) => !isLast(one)), everything.filter(isLast)]) {
      await Promise.all(round.map(({ name }) => helm('uninstall', name, '-n', namespaceOf(name), '--wait')));
    }
    expect(await helm('list', '-A', '-q')).toBe('');
    expect(await kubectl('get deployments,statefulsets,daemonsets -A -o name')).toBe('');
    // Measurements are there after a metrics-server went, too.
    await kubectl.until('get --raw /apis/metrics.k8s.io/v1beta1/nodes', /NodeMetricsList/);
    expect(product.output()).not.toMatch(/^\w*Error\b/m);
  });
});

const namespaceOf = (name: string) => `${name}-system`;

async function install(helm: Helm, { name, chart, flags = [] }: Installation): Promise<void> {
  const place = ['-n', namespaceOf(name)];
  const rendered = await helm('template', name, chart, ...place, ...flags);
  expect(rendered).toContain('\nkind: ');
  const waiting = ['--create-namespace', '--wait', '--wait-for-jobs', '--timeout', '200s'];
  expect(await helm('install', name, chart, ...place, ...flags, ...waiting)).toContain('STATUS: deployed');
}

/** Nothing is left that would never come: helm's own view, and the one of the pods. */
async function checkReady(helm: Helm, kubectl: Kubectl, installations: readonly Installation[]): Promise<void> {
  const releases = JSON.parse(await helm('list', '-A', '-o', 'json')) as { name: string; status: string }[];
  expect(releases.map(({ name, status }) => `${name} ${status}`).sort()).toEqual(
    installations.map(({ name }) => `${name} deployed`).sort(),
  );
  const pods = JSON.parse(await kubectl('get pods -A -o json')) as {
    items: { metadata: { namespace: string; name: string }; status: { phase: string } }[];
  };
  const stuck = pods.items.filter(({ status }) => status.phase === 'Failed');
  expect(stuck.map(({ metadata }) => metadata.name)).toEqual([]);
}

async function checkOwn(kubectl: Kubectl): Promise<void> {
  expect(await kubectl('get crd tides.tides.example.com gadgets.gadgets.example.com -o name')).toContain('gadgets');
  // A script in a hook made it, with kubectl and the rights of its account.
  expect(await kubectl('get namespace tides-agent-system-workers --show-labels')).toContain(
    'kubesphere.io/workspace=system-workspace',
  );
  expect(await kubectl('logs job/init -n tides-agent-system')).toContain('harbour is there');
  expect(await kubectl('get jsbundles.extensions.kubesphere.io')).toMatch(/tides +\/dist\/tides\/index\.js +Available/);
  expect(await kubectl('get roletemplates -o name')).toContain('roletemplate.iam.kubesphere.io/tides-view');
  expect(await kubectl('get pvc -n tides-agent-system')).toMatch(/data-tides-0 +Bound/);
}

async function checkPublished(kubectl: Kubectl, names: ReadonlySet<string>): Promise<void> {
  if (names.has('cert-manager')) {
    expect(await kubectl('get clusterissuer default-issuer')).toMatch(/default-issuer +True/);
    expect(await kubectl('get validatingwebhookconfigurations -o name')).toContain('cert-manager-webhook');
  }
  if (names.has('ob-operator')) {
    expect(await kubectl('api-resources --api-group=oceanbase.oceanbase.com -o name')).toContain('obclusters');
    expect(await kubectl('get certificates -n ob-operator-system')).toMatch(/ True /);
  }
  if (names.has('metrics-server')) {
    expect(await kubectl('get apiservice v1beta1.metrics.k8s.io')).toMatch(
      /metrics-server-system\/metrics-server +True/,
    );
    expect(await kubectl('top nodes')).toMatch(/worker-1 +\d+m/);
  }
  if (names.has('devops')) {
    expect(await kubectl('get crd pipelines.devops.kubesphere.io applications.argoproj.io -o name')).toContain(
      'argoproj',
    );
    expect(await kubectl('get apiservices.extensions.kubesphere.io')).toMatch(
      /v1alpha3\.devops\.kubesphere\.io .*Available/,
    );
  }
  if (names.has('loki')) expect(await kubectl('get statefulsets -n loki-system')).toMatch(/loki-write +3\/3/);
}
