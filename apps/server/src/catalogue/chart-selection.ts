import { createHash } from 'node:crypto';
import type { ListedChart } from '@luban/extension-package/registry';
import type { Problem } from '@luban/manifest';
import { rcompare, valid } from 'semver';
import type { ChartProblem } from './repository-state.ts';

export interface ChartSelection {
  /** Versions that are kept by extension, the newest first. */
  charts: Map<string, ListedChart[]>;
  problems: ChartProblem[];
}

/** Extensions of one repository. */
export const MOST_EXTENSIONS = 5_000;

/** The newest versions of each extension. @param depth how many; 0: all */
export function selectCharts(listed: readonly ListedChart[], depth: number): ChartSelection {
  const byName = Map.groupBy(listed, ({ name }) => name);
  const charts = new Map<string, ListedChart[]>();
  const problems: ChartProblem[] = [];
  for (const [chart, versions] of [...byName].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (charts.size >= MOST_EXTENSIONS) {
      const problem = { code: 'LB7311', params: { count: byName.size - charts.size, limit: MOST_EXTENSIONS } };
      problems.push({ chart, problem });
      break;
    }
    const usable = versions.filter(({ version }) => {
      if (valid(version) === version) return true;
      problems.push({ chart, version: version.slice(0, 100), problem: badVersion(chart, version) });
      return false;
    });
    const newest = usable.sort((a, b) => rcompare(a.version, b.version));
    if (newest.length > 0) charts.set(chart, depth === 0 ? newest : newest.slice(0, depth));
  }
  return { charts, problems };
}

/** Another value: there is something else to fetch. Where no digest is listed, addresses and times have to do. */
export function listedAs({ digest, urls, created }: ListedChart): string {
  if (digest !== undefined) return digest;
  const hash = createHash('sha256').update(JSON.stringify([urls, created ?? '']));
  return `listed:${hash.digest('hex').slice(0, 32)}`;
}

function badVersion(extension: string, version: string): Problem {
  return { code: 'LB7309', params: { extension, version: version.slice(0, 100) }, extension };
}
