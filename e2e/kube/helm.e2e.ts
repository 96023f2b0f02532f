import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHARTS, createHelm, type Helm } from '../support/helm.ts';
import { KUBE_RELEASES, type KubeRelease } from '../support/kube-binaries.ts';
import { kubeStage } from '../support/kube-stage.ts';

const stage = kubeStage();
const helms = new Map<KubeRelease, Helm>();
const SHOP = join(CHARTS, 'shop');

beforeAll(async () => {
  for (const release of KUBE_RELEASES) {
    helms.set(release, await createHelm(release, join(stage.product.dataDir, 'kubeconfig')));
  }
});

afterAll(async () => {
  for (const helm of helms.values()) await helm[Symbol.asyncDispose]();
  // Nothing unexpected happened in the server meanwhile.
  expect(stage.product.output()).not.toMatch(/^\w*Error\b/m);
});

interface Revision {
  revision: number;
  status: string;
  description: string;
}

describe.concurrent.each(KUBE_RELEASES)('helm of %s', (release) => {
  const helm = (...words: string[]) => helmOf()(...words);
  const helmOf = () => helms.get(release)!;
  const kubectl = (line: string) => stage.kubectl(release)(line);
  const names = async (line: string) => (await kubectl(`${line} -o name`)).split('\n').filter(Boolean).sort();
  const history = async (name: string, namespace: string) =>
    JSON.parse(await helm('history', name, '-n', namespace, '-o', 'json')) as Revision[];
  const config = async (namespace: string, name = 'shop') =>
    (
      JSON.parse(await kubectl(`get configmap ${name}-config -n ${namespace} -o json`)) as {
        data: Record<string, string>;
      }
    ).data;

  it('takes the chart that it makes itself through its life', async () => {
    const namespace = `life-${release}`;
    await helm('create', 'web');
    expect(await helm('lint', 'web')).toContain('1 chart(s) linted, 0 chart(s) failed');
    const installed = await helm('install', 'web', 'web', '-n', namespace, '--create-namespace', '--wait');
    expect(installed).toMatch(/NAMESPACE: .*\nSTATUS: deployed\nREVISION: 1/);
    expect(await kubectl(`get deployment web -n ${namespace} -o jsonpath={.status.availableReplicas}`)).toBe('1');
    expect(await helm('list', '-n', namespace)).toMatch(/^web\s+\S+\s+1\s.*deployed\s+web-0\.1\.0/m);
    expect(await helm('status', 'web', '-n', namespace)).toContain('STATUS: deployed');

    await helm('upgrade', 'web', 'web', '-n', namespace, '--set', 'replicaCount=2', '--wait');
    expect(await helm('get', 'values', 'web', '-n', namespace)).toContain('replicaCount: 2');
    expect(await helm('get', 'manifest', 'web', '-n', namespace)).toContain('replicas: 2');
    expect(await kubectl(`get deployment web -n ${namespace} -o jsonpath={.status.availableReplicas}`)).toBe('2');
    expect(await helm('test', 'web', '-n', namespace)).toMatch(
      /TEST SUITE:\s+web-test-connection\n.*\n.*\nPhase:\s+Succeeded/,
    );

    await helm('rollback', 'web', '1', '-n', namespace, '--wait');
    expect(await kubectl(`get deployment web -n ${namespace} -o jsonpath={.spec.replicas}`)).toBe('1');
    expect((await history('web', namespace)).map(({ status }) => status)).toEqual([
      'superseded',
      'superseded',
      'deployed',
    ]);
    expect(await helm('uninstall', 'web', '-n', namespace, '--wait')).toContain('uninstalled');
    expect(await names(`get deploy,svc,sa,secret -n ${namespace} -l app.kubernetes.io/instance=web`)).toEqual([]);
    expect((await helmOf().try('status', 'web', '-n', namespace)).stderr).toContain('release: not found');
  });

  it('runs hooks by their weights, cleans them up by their policies, and waits for jobs', async () => {
    const namespace = `hooks-${release}`;
    const install = ['-n', namespace, '--create-namespace', '--wait', '--wait-for-jobs'];
    expect(await helm('install', 'shop', SHOP, ...install)).toContain('shop says hello.');
    const ended = async (job: string) =>
      Date.parse(await kubectl(`get job ${job} -n ${namespace} -o jsonpath={.status.completionTime}`));
    const started = async (job: string) =>
      Date.parse(await kubectl(`get job ${job} -n ${namespace} -o jsonpath={.status.startTime}`));
    expect(await ended('shop-pre-install-minus5')).toBeLessThanOrEqual(await started('shop-pre-install-5'));
    expect(await ended('shop-pre-install-5')).toBeLessThanOrEqual(await started('shop-work-1'));
    expect(await ended('shop-work-1')).toBeLessThanOrEqual(await started('shop-post-install-0'));
    expect(await names(`get configmaps -n ${namespace}`)).not.toContain('configmap/shop-passing');
    expect(await kubectl(`logs job/shop-post-install-0 -n ${namespace}`)).toBe('post-install 0\n');

    await helm('upgrade', 'shop', SHOP, '-n', namespace, '--set', 'message=again', '--wait', '--wait-for-jobs');
    expect(await names(`get jobs -n ${namespace} -l hook`)).toEqual(
      ['post-install-0', 'post-upgrade-0', 'pre-install-5', 'pre-install-minus5', 'pre-upgrade-0'].map(
        (name) => `job.batch/shop-${name}`,
      ),
    );
    expect(await config(namespace)).toMatchObject({ message: 'again', before: 'hello', revision: '2', nodes: '4' });
    expect(await helm('test', 'shop', '-n', namespace, '--logs')).toContain('Welcome to nginx');
    expect(await helm('get', 'hooks', 'shop', '-n', namespace)).toContain('helm.sh/hook: pre-delete,post-delete');
    await helm('rollback', 'shop', '-n', namespace, '--wait');
    expect(await ended('shop-post-rollback-0')).toBeGreaterThan(0);

    await helm('uninstall', 'shop', '-n', namespace, '--keep-history', '--wait');
    expect(await names(`get configmaps -n ${namespace}`)).toContain('configmap/shop-farewell');
    expect(await names(`get deployments,services -n ${namespace}`)).toEqual([]);
    expect((await history('shop', namespace)).at(-1)).toMatchObject({ revision: 3, status: 'uninstalled' });
    expect(await helm('list', '-n', namespace, '--uninstalled', '-q')).toBe('shop\n');
    // Definitions out of crds/ outlive the release, as objects of the kind may be somebody else's.
    expect(await names('get crd flavours.shop.example.com')).toHaveLength(1);
  });

  it('takes back what fails, when asked to', async () => {
    const namespace = `atomic-${release}`;
    const failing = ['--set', 'image=registry.example.com/does-not-exist:1', '--timeout', '6s', '--wait'];
    const flag = helmOf().major === 3 ? '--atomic' : '--rollback-on-failure';
    const install = await helmOf().try(
      'install',
      'shop',
      SHOP,
      '-n',
      namespace,
      '--create-namespace',
      flag,
      ...failing,
    );
    expect(install.stderr).toContain('has been uninstalled due to');
    expect(install.code).toBe(1);
    expect(await helm('list', '-n', namespace, '--all', '-q').catch(() => helm('list', '-n', namespace, '-q'))).toBe(
      '',
    );
    expect(await names(`get deployments -n ${namespace}`)).toEqual([]);

    await helm('install', 'shop', SHOP, '-n', namespace, '--wait', '--set', 'replicas=1');
    // helm 4 knows the name that the flag had before.
    const upgrade = await helmOf().try('upgrade', 'shop', SHOP, '-n', namespace, '--atomic', ...failing);
    expect(upgrade.stderr).toMatch(/UPGRADE FAILED: release shop failed, and has been rolled back/);
    expect((await history('shop', namespace)).map(({ status }) => status)).toEqual([
      'superseded',
      'failed',
      'deployed',
    ]);
    expect(
      await kubectl(`get deployment shop -n ${namespace} -o jsonpath={.spec.template.spec.containers[0].image}`),
    ).toBe('nginx:1.27');
    // Without the flag it stays as it is, and the next upgrade mends it.
    expect((await helmOf().try('upgrade', 'shop', SHOP, '-n', namespace, ...failing)).code).toBe(1);
    expect((await history('shop', namespace)).at(-1)?.status).toBe('failed');
    await helm('upgrade', 'shop', SHOP, '-n', namespace, '--wait');
    expect((await history('shop', namespace)).at(-1)?.status).toBe('deployed');
  });

  it('shows what it would do, with what the cluster says', async () => {
    const namespace = `dry-${release}`;
    await kubectl(`create namespace ${namespace}`);
    // Nothing is installed by a dry run, so that the kinds of the chart have to be there for the cluster to judge them.
    await kubectl(`apply --server-side -f ${join(SHOP, 'crds')}`);
    const dry = await helm('install', 'shop', SHOP, '-n', namespace, '--dry-run=server');
    expect(dry).toMatch(/STATUS: pending-install[\s\S]*nodes: "4"[\s\S]*before: "none"/);
    expect(await names(`get configmaps,deployments -n ${namespace}`)).toEqual(['configmap/kube-root-ca.crt']);
    expect(await helm('install', 'shop', SHOP, '-n', namespace, '--dry-run=client')).toContain('nodes: "0"');
    expect(await helm('template', 'shop', SHOP, '-n', namespace, '--dry-run=server')).toContain('nodes: "4"');
    const broken = await helmOf().try('install', 'bad', SHOP, '-n', namespace, '--set', 'replicas=many');
    expect(broken.stderr).toMatch(/INSTALLATION FAILED/);
    await helm('uninstall', 'bad', '-n', namespace, '--ignore-not-found');
  });

  it('replaces objects by force, and tells who else holds a field', async () => {
    const namespace = `force-${release}`;
    await helm('install', 'shop', SHOP, '-n', namespace, '--create-namespace', '--set', 'replicas=1');
    const uid = () => kubectl(`get service shop -n ${namespace} -o jsonpath={.metadata.uid}`);
    const before = await uid();
    const force = helmOf().major === 3 ? ['--force'] : ['--force-replace', '--server-side=false'];
    await helm('upgrade', 'shop', SHOP, '-n', namespace, '--set', 'replicas=1,message=forced', ...force);
    expect((await config(namespace)).message).toBe('forced');
    expect(await uid()).toBe(before);

    // Somebody else takes a field; helm 4 says so, and takes it back when told to.
    const manifest = join(helmOf().home, 'taken.yaml');
    const taken = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'shop-config', namespace },
      data: { message: 'mine' },
    };
    await writeFile(manifest, JSON.stringify(taken));
    await kubectl(`apply --server-side --force-conflicts --field-manager=somebody -f ${manifest}`);
    if (helmOf().major === 3) {
      await helm('upgrade', 'shop', SHOP, '-n', namespace, '--set', 'replicas=1,message=back');
    } else {
      const server = [
        'upgrade',
        'shop',
        SHOP,
        '-n',
        namespace,
        '--set',
        'replicas=1,message=back',
        '--server-side=true',
      ];
      expect((await helmOf().try(...server)).stderr).toMatch(/conflict with "somebody"[\s\S]*\.data\.message/);
      await helm(...server, '--force-conflicts');
    }
    expect((await config(namespace)).message).toBe('back');
  });

  it('brings kinds, webhooks and rights, and takes them along', async () => {
    const namespace = `operator-${release}`;
    // Kinds and webhooks are the whole cluster's: one release at a time.
    await alone(async () => {
      const name = `operator-${release}`;
      const install = ['-n', namespace, '--create-namespace', '--wait', '--wait-for-jobs'];
      const { code, stdout, stderr } = await helmOf().try('install', name, join(CHARTS, 'operator'), ...install);
      expect({ code, stdout, stderr }).toMatchObject({ code: 0 });
      expect(stderr).toMatch(/admission webhook \\?"gadgets\.example\.com\\?" was skipped: this cluster is simulated/);
      expect(await kubectl(`get gadget ${name} -o jsonpath={.spec}`)).toBe(
        '{"port":"http","rest":{"anything":[1,"two"]},"size":1}',
      );
      expect(await kubectl(`get job ${name}-startup-check -n ${namespace} -o jsonpath={.status.succeeded}`)).toBe('1');
      expect(await kubectl(`auth can-i delete gadgets --as=system:serviceaccount:${namespace}:${name}`)).toBe('yes\n');
      expect(await names(`get pods -n ${namespace} --field-selector=status.phase=Running`)).toHaveLength(2);
      await helm('uninstall', name, '-n', namespace, '--wait');
      expect(await names('get crd gadgets.gadgets.example.com --ignore-not-found')).toEqual([]);
      expect(await names(`get clusterrole ${name}-edit --ignore-not-found`)).toEqual([]);
    });
  });
});

it('keeps releases as secrets that either helm reads', async () => {
  const [three, four] = KUBE_RELEASES.map((release) => helms.get(release)!) as [Helm, Helm];
  await three('install', 'shared', SHOP, '-n', 'shared', '--create-namespace', '--set', 'replicas=1');
  const secret = await stage.kubectl('v32')('get secret sh.helm.release.v1.shared.v1 -n shared -o json');
  expect(JSON.parse(secret)).toMatchObject({
    type: 'helm.sh/release.v1',
    metadata: { labels: { owner: 'helm', name: 'shared', status: 'deployed', version: '1' } },
  });
  expect(await four('get', 'values', 'shared', '-n', 'shared')).toContain('replicas: 1');
  await four('upgrade', 'shared', SHOP, '-n', 'shared', '--reuse-values', '--set', 'message=four', '--wait');
  expect(await three('get', 'values', 'shared', '-n', 'shared')).toContain('message: four');
  await four('uninstall', 'shared', '-n', 'shared', '--wait');
  expect(await three('list', '-A', '-q')).not.toContain('shared');
  expect(await readFile(join(SHOP, 'Chart.yaml'), 'utf8')).toContain('name: shop');
});

let turn: Promise<void> = Promise.resolve();

/** One after the other. */
function alone(work: () => Promise<void>): Promise<void> {
  const next = turn.then(work);
  turn = next.catch(() => {});
  return next;
}
