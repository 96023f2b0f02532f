/** Packages that people install, read as they are. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packFolder } from './pack/pack-folder.ts';
import { diffPermissions } from './permissions/diff-permissions.ts';
import { permissionRules } from './permissions/permission-rules.ts';
import { readPackage } from './read-package.ts';
import { realPackages } from './testing/real-packages.ts';
import { recommendedVersion } from './versions/recommended-version.ts';

const archives = await realPackages();

test('each package is read without a complaint', async () => {
  for (const [file, archive] of archives) {
    const read = await readPackage(archive);
    const { metadata, readme, changelog, chart, icon, warnings } = read;
    expect(warnings, file).toEqual([]);
    expect(file).toBe(`${metadata.name}-${metadata.version}.tgz`);
    expect(Object.keys(metadata.displayName).sort()).toEqual(['en', 'zh']);
    expect(Object.keys(readme).sort()).toEqual(['en', 'zh']);
    expect(Object.keys(changelog).sort()).toEqual(['en', 'zh']);
    expect(icon).toMatch(/^data:image\/(?:png|svg\+xml);base64,/);
    expect(chart.hasObjects).toBe(true);
    expect(chart.parts.flatMap(({ tags }) => tags)).not.toEqual([]);
    expect(permissionRules(read.permissions).some(({ risk }) => risk === 'escalation')).toBe(true);
    expect(diffPermissions(read.permissions, read.permissions)).toMatchObject({ added: [], removed: [] });
    const candidate = { version: metadata.version, kubeVersion: metadata.kubeVersion, ksVersion: metadata.ksVersion };
    const platform = { kubeVersion: 'v1.31.2-gke.7+x', lubanVersion: '0.1.0' };
    expect(recommendedVersion([candidate], platform)).toBe(metadata.version);
  }
});

describe.each([
  ['cert-manager-1.0.0.tgz', [['cert-manager', 'agent']], 0],
  [
    'devops-1.1.3.tgz',
    [
      ['extension', 'extension'],
      ['agent', 'agent'],
    ],
    12,
  ],
  ['loki-1.0.1.tgz', [['loki', 'agent']], 0],
  ['metrics-server-0.7.1.tgz', [['metrics-server', 'agent']], 0],
  ['ob-operator-2.3.2.tgz', [['ob-operator', 'extension']], 0],
])('%s', (file, parts, crds) => {
  const archive = archives.get(file);

  test.runIf(archive !== undefined)('has these parts and definitions', async () => {
    const { chart } = await readPackage(archive!);
    expect(chart.parts.map(({ name, tags }) => [name, ...tags])).toEqual(parts);
    expect(chart.crds).toHaveLength(crds);
  });

  test.runIf(archive !== undefined)('is the same after it was packed anew', async () => {
    const before = await readPackage(archive!, { keep: () => true });
    const folder = await mkdtemp(join(tmpdir(), 'luban-package-'));
    try {
      for (const [path, content] of before.files) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), content);
      }
      const { package: after } = await packFolder(folder);
      const { digest: _, size: __, files: ___, chart, ...rest } = after;
      expect(before).toMatchObject(rest);
      expect({ ...chart, annotations: before.chart.annotations }).toEqual(before.chart);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

test('what the five are known for is seen', async () => {
  const read = async (file: string) => {
    const archive = archives.get(file);
    return archive && readPackage(archive);
  };
  const metrics = await read('metrics-server-0.7.1.tgz');
  if (metrics) expect(metrics.chart.parts[0]?.condition).toBe('metricsServer.enabled');
  const loki = await read('loki-1.0.1.tgz');
  if (loki) expect(permissionRules(loki.permissions)[0]).toMatchObject({ scope: 'cluster', risk: 'everything' });
  const operator = await read('ob-operator-2.3.2.tgz');
  if (operator) {
    expect(operator.metadata).toMatchObject({ namespace: 'oceanbase-system', installationMode: 'HostOnly' });
    expect(operator.metadata.externalDependencies).toEqual([
      { name: 'cert-manager', type: 'extension', version: '>= 1.0.0-0', required: true },
    ]);
  }
});
