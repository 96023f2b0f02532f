/** Packages that are made here, and ranges that are read here, judged by the real helm. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inRange, packFolder, readPackage } from '@luban/extension-package';
import { testPackage } from '@luban/extension-package/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHelm, type Helm } from '../support/helm.ts';
import { KUBE_RELEASES, type KubeRelease } from '../support/kube-binaries.ts';
import { REPOSITORY } from '../support/product.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { chartPackages } from '../support/test-charts.ts';

const helms = new Map<KubeRelease, Helm>();
let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await temporaryFolder('luban-packages-');
  // Nothing here talks to a cluster.
  const kubeconfig = join(folder.path, 'kubeconfig');
  await writeFile(kubeconfig, 'apiVersion: v1\nkind: Config\n');
  for (const release of KUBE_RELEASES) helms.set(release, await createHelm(release, kubeconfig));
});

afterAll(async () => {
  for (const helm of helms.values()) await helm[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** Folders of extensions of the repository's own that were built. */
async function builtExtensions(): Promise<string[]> {
  const folders: string[] = [];
  for (const group of ['extensions', 'examples']) {
    for (const name of await readdir(join(REPOSITORY, group))) {
      const path = join(REPOSITORY, group, name);
      if (existsSync(join(path, 'extension.yaml')) && existsSync(join(path, 'ui/extension.json'))) folders.push(path);
    }
  }
  return folders;
}

describe.each(KUBE_RELEASES)('helm of %s', (release) => {
  const helm = (...words: string[]) => helms.get(release)!(...words);

  it('takes the package of every extension of the repository, and finds nothing to install', async () => {
    const folders = await builtExtensions();
    expect(folders.length).toBeGreaterThan(3);
    for (const path of folders) {
      const { archive, package: read } = await packFolder(path);
      expect(read.warnings, path).toEqual([]);
      expect(read.chart.hasObjects).toBe(false);
      const file = join(folder.path, `${read.metadata.name}-${read.metadata.version}.tgz`);
      await writeFile(file, archive);
      expect(await helm('lint', file)).toContain('1 chart(s) linted, 0 chart(s) failed');
      expect((await helm('template', 'x', file)).trim()).toBe('');
      const chart = await helm('show', 'chart', file);
      expect(chart).toContain(`\nname: ${read.metadata.name}\n`);
      expect(chart).toContain('\nicon: ');
    }
  });

  it('renders a published package the same after it was unpacked and packed here', async () => {
    for (const { name, file } of await chartPackages()) {
      const before = await readPackage(await readFile(file), { keep: () => true });
      const source = join(folder.path, `${name}-${release}`);
      for (const [path, content] of before.files) {
        await mkdir(join(source, path, '..'), { recursive: true });
        await writeFile(join(source, path), content);
      }
      const packed = join(folder.path, `${name}-${release}.tgz`);
      await writeFile(packed, (await packFolder(source)).archive);
      // Templates draw passwords and names of test pods; what is compared are the objects.
      const objects = async (archive: string) => {
        const words = ['--set', 'tags.extension=true,tags.agent=true', '--kube-version', '1.31.0', '--include-crds'];
        const rendered = await helm('template', name, archive, ...words);
        const lines = rendered.match(/^(?:kind| {2}name): .*$/gm) ?? [];
        return lines.map((line) => line.replace(/-test-\w{5}"$/, '-test"')).sort();
      };
      expect(await objects(packed), name).toEqual(await objects(file));
    }
  });

  it('renders the parts of a package that tests are made of', async () => {
    const file = join(folder.path, `parts-${release}.tgz`);
    const charts = { frontend: { tags: ['extension'] }, collector: { tags: ['agent'] } };
    await writeFile(file, testPackage({ charts }));
    const host = await helm('template', 'x', file, '--set', 'tags.extension=true,tags.agent=false');
    expect(host).toContain('x-frontend');
    expect(host).not.toContain('x-collector');
  });
});

const VERSIONS = ['v1.19.0', '1.28.3', 'v1.28.3-gke.100', 'v1.31.2+k3s1', '1.31.0-rc.1', 'v1.35.0'];
const RANGES = [
  '>=1.19.0-0',
  '>=1.19.0',
  '>= 1.28.0-0',
  '~1.28',
  '~1.28-0',
  '^1.28.3',
  '^1.28.3-0',
  '1.28.3',
  '=1.28.x',
  '1.x',
  '*',
  '!=1.28.3',
  '!=1.28.x',
  '>1.28',
  '<=1.28',
  '=<1.31.0-rc.1',
  '=>1.31',
  '<1.31.0-0',
  '1.20 - 1.31',
  '1.20.0-0 - 1.31.0-0',
  '>=1.19.0-0, <1.31.0-0',
  '>=1.19.0-0 <1.31',
  '<1.20 || >=1.31.0-0',
];

it('is in a range what helm takes for it', { timeout: 120_000 }, async () => {
  const different: string[] = [];
  for (const [index, range] of RANGES.entries()) {
    const file = join(folder.path, `range-${index}.tgz`);
    await writeFile(file, testPackage({ metadata: { kubeVersion: range } }));
    for (const version of VERSIONS) {
      const { code } = await helms.get('v32')!.try('template', 'x', file, '--kube-version', version);
      if ((code === 0) !== inRange(version, range)) different.push(`${version} in ${range}: helm ends with ${code}`);
    }
  }
  // Helm 3.17 forgives this one, and later versions do not.
  expect(different).toEqual([
    'v1.28.3-gke.100 in !=1.28.3: helm ends with 0',
    '1.31.0-rc.1 in !=1.28.3: helm ends with 0',
  ]);
});

it('is never in a range what the newest helm refuses', { timeout: 120_000 }, async () => {
  const refused: string[] = [];
  for (const [index, range] of RANGES.entries()) {
    for (const version of VERSIONS.filter((one) => inRange(one, range))) {
      const file = join(folder.path, `range-${index}.tgz`);
      const { code } = await helms.get('v35')!.try('template', 'x', file, '--kube-version', version);
      if (code !== 0) refused.push(`${version} in ${range}`);
    }
  }
  // Helm 4 takes a suffix off, and so 1.31.0 for greater than the end of the range.
  expect(refused).toEqual(['1.31.0-rc.1 in =<1.31.0-rc.1']);
});
