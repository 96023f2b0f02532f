import { readFile } from 'node:fs/promises';
import { chartArchive, type HelmCommand, injectedValues } from '@luban/extension-package/helm';
import type { KubeClient } from '@luban/kube/client';
import { FILES } from './helm-commands.ts';
import { platformValues } from './platform-values.ts';
import type { ReleaseSpec } from './releases.ts';

/** What helm reads to render a release. */
export interface PreparedChart {
  files: HelmCommand['files'];
  /** Values as helm gets them, in the order of precedence. */
  values: readonly [given: string, injected: string];
}

/** @param host client of LuBan itself, for the host */
export async function prepareChart(spec: ReleaseSpec, host: KubeClient): Promise<PreparedChart> {
  const { part, cluster } = spec;
  const injected = JSON.stringify(
    injectedValues({
      part,
      parts: spec.package.chart.parts,
      cluster: { name: cluster.name, role: cluster.isHost ? 'host' : 'member' },
      platform: await platformValues(host),
    }),
  );
  const archive = await readFile(spec.archive);
  const hasInterface = [...spec.package.files.keys()].some((path) => path.startsWith('ui/'));
  const chart = hasInterface ? await chartArchive(archive, (path) => !path.startsWith('ui/')) : archive;
  const given = spec.values.trim() === '' ? '{}' : spec.values;
  return {
    files: { [FILES.chart]: chart, [FILES.values]: given, [FILES.injected]: injected },
    values: [given, injected],
  };
}
