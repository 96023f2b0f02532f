/** Releases on a real API server by the real helm, and packages made on the spot. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPackage } from '@luban/extension-package';
import { type TestPackage, testPackage } from '@luban/extension-package/testing';
import { onTestFinished } from 'vitest';
import { staticClusters } from '../../clusters/static-clusters.ts';
import { ensureOwnNamespace } from '../../kube/own-namespace.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { type TestCluster, testCluster } from '../../test-support/test-clusters.ts';
import { helmBinary } from '../helm-binary.ts';
import { HelmReleases, type HelmReleasesOptions } from '../helm-releases.ts';
import type { Part, ReleaseSpec, RunOptions } from '../releases.ts';

const REPOSITORY = join(import.meta.dirname, '../../../../..');

/** The helm that comes with the product, unpacked once for all tests. */
export const testHelm = helmBinary({ tools: join(REPOSITORY, '.cache', 'tools'), searchPath: '' });

export interface TestReleases {
  releases: HelmReleases;
  clusters: ReturnType<typeof staticClusters>;
  host: TestCluster;
  /** Lines of the log so far. */
  lines: string[];
  /** A release of a package, on the host when no cluster is named. */
  spec(options: TestPackage, release?: { part?: Part; cluster?: string; values?: string }): Promise<ReleaseSpec>;
  run: RunOptions;
}

export async function testReleases(
  options: { members?: string[]; withoutLocal?: boolean } & Partial<HelmReleasesOptions> = {},
): Promise<TestReleases> {
  const { members = [], withoutLocal = false, ...rest } = options;
  const host = await testCluster();
  const clusters = staticClusters([host, ...(await Promise.all(members.map((name) => testCluster(name))))]);
  onTestFinished(() => clusters[Symbol.asyncDispose]());
  await ensureOwnNamespace(clusters.host.connection.client());
  const folder = await temporaryFolder();
  const helm = withoutLocal ? join(folder, 'no-helm') : (await testHelm()).path;
  const lines: string[] = [];
  const run: RunOptions = {
    signal: new AbortController().signal,
    log: (line) => lines.push(line),
    timeout: 20_000,
  };
  let archives = 0;
  return {
    releases: new HelmReleases({ clusters, dataDir: folder, helm, ...rest }),
    clusters,
    host,
    lines,
    run,
    async spec(made, { part = 'extension', cluster = 'host', values = '' } = {}) {
      const bytes = testPackage(made);
      const archive = join(folder, `${++archives}.tgz`);
      await writeFile(archive, bytes);
      const extension = made.name ?? 'tide-clock';
      return {
        extension,
        cluster: clusters.get(cluster)!,
        namespace: `extension-${extension}`,
        name: part === 'agent' ? `${extension}-agent` : extension,
        part,
        package: await readPackage(bytes),
        archive,
        values,
      };
    },
  };
}
