/** The catalogue as administrators meet it by helm and kubectl, with nothing but loopback. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPackage } from '@luban/extension-package';
import { testPackage } from '@luban/extension-package/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createHelm, type Helm } from '../support/helm.ts';
import { KUBE_RELEASES, type KubeRelease } from '../support/kube-binaries.ts';
import { createKubectl, type Kubectl } from '../support/kubectl.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
const helms = new Map<KubeRelease, Helm>();
let kubectl: Kubectl;

beforeAll(async () => {
  product = await startProduct();
  const kubeconfig = join(product.dataDir, 'kubeconfig');
  kubectl = await createKubectl('v35', kubeconfig);
  for (const release of KUBE_RELEASES) helms.set(release, await createHelm(release, kubeconfig));
});

afterAll(async () => {
  for (const helm of helms.values()) await helm[Symbol.asyncDispose]();
  await kubectl?.[Symbol.asyncDispose]();
  await product?.[Symbol.asyncDispose]();
});

const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 90_000, interval: 200 });

describe.each(KUBE_RELEASES)('helm of %s', (release) => {
  it('adds the repository of the product, and pulls from it what its index says', async () => {
    const helm = helms.get(release)!;
    await helm('repo', 'add', 'luban', `${product.url}/repository`);
    const found = JSON.parse(await helm('search', 'repo', 'luban/pinboard', '--versions', '--output', 'json')) as {
      version: string;
    }[];
    expect(found.map(({ version }) => version)).toEqual(['1.1.0', '1.0.0']);
    await helm('pull', 'luban/pinboard', '--version', '1.0.0');
    const archive = await readFile(join(helm.home, 'pinboard-1.0.0.tgz'));
    const { metadata, ui } = await readPackage(archive);
    expect(metadata).toMatchObject({ name: 'pinboard', version: '1.0.0' });
    expect(ui?.manifest.version).toBe('1.0.0');
    const index = await (await fetch(`${product.url}/repository/index.yaml`)).text();
    expect(index).toContain(createHash('sha256').update(archive).digest('hex'));
    const rendered = await helm('template', 'pinboard', 'luban/pinboard', '--version', '1.1.0');
    expect(rendered).toMatch(/kind: ConfigMap[\s\S]*colours: "yellow,green,red"/);
  });
});

describe('kubectl', () => {
  it('shows a catalogue that is not empty, in which the pinboard is offered and not installed', async () => {
    await eventually(async () => {
      expect(await kubectl('get extensions.kubesphere.io pinboard -o jsonpath="{.status.recommendedVersion}"')).toBe(
        '1.1.0',
      );
      // One comes after the other.
      const extensions = await kubectl('get extensions.kubesphere.io -o name');
      expect(extensions.split('\n').filter(Boolean).length).toBeGreaterThan(6);
      expect(await kubectl('get extensionversions -l kubesphere.io/extension-ref=pinboard -o name')).toBe(
        'extensionversion.kubesphere.io/pinboard-1.0.0\nextensionversion.kubesphere.io/pinboard-1.1.0\n',
      );
      const count = await kubectl('get categories.kubesphere.io dev-tools -o jsonpath="{.metadata.annotations}"');
      expect(Number(JSON.parse(count)['kubesphere.io/count'])).toBeGreaterThan(0);
    });
    expect(await kubectl('get extensions.kubesphere.io pinboard -o jsonpath="{.status.state}"')).toBe('');
    expect((await kubectl('get uibundles -o name')).includes('pinboard')).toBe(false);
    expect(await kubectl('get repositories luban')).toContain('/repository');
  });

  it('completes a version of which somebody has written nothing but the place of its package', async () => {
    // As ksbuilder publishes.
    const archive = testPackage({ name: 'board', metadata: { displayName: { en: 'Board', zh: '看板' } } });
    await writeFile(join(kubectl.home, 'chart.tgz'), archive);
    await kubectl('create namespace kubesphere-system');
    await kubectl('-n kubesphere-system create configmap extension-board-1.0.0-chart --from-file=chart.tgz');
    const object = {
      ...{ apiVersion: 'kubesphere.io/v1alpha1', kind: 'ExtensionVersion', metadata: { name: 'board-1.0.0' } },
      spec: { chartDataRef: { namespace: 'kubesphere-system', name: 'extension-board-1.0.0-chart', key: 'chart.tgz' } },
    };
    await writeFile(join(kubectl.home, 'version.json'), JSON.stringify(object));
    await kubectl('apply -f version.json');
    await eventually(async () => {
      expect(await kubectl('get extensions.kubesphere.io board -o jsonpath="{.spec.displayName.zh}"')).toBe('看板');
    });
    await kubectl('delete extensions.kubesphere.io board --timeout=150s');
    expect(await kubectl('get extensionversions -l kubesphere.io/extension-ref=board -o name')).toBe('');
  });

  it('removes the repository of the product, which frees the catalogue of what nobody has installed', async () => {
    await kubectl('delete repository luban --timeout=150s');
    await eventually(async () => {
      expect(await kubectl('get extensionversions -l kubesphere.io/extension-ref=pinboard -o name')).toBe('');
    });
    expect(await kubectl('get repositories -o name')).toBe('');
    expect(product.output()).not.toMatch(/^\w*Error\b/m);
  });
});
