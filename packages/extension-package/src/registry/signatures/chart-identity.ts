import { parse } from 'yaml';
import { ArchiveBudget } from '../../archive/archive-budget.ts';
import { ArchiveReader } from '../../archive/archive-reader.ts';
import { PACKAGE_LIMITS } from '../../limits.ts';
import { PackageError } from '../../package-error.ts';

/**
 * Name and version that an archive claims for itself. A signature is over the archive, and by this over both: one version
 * cannot be passed off as another.
 *
 * @returns undefined for what is no package; who reads it says why
 */
export async function chartIdentity(archive: Uint8Array): Promise<{ name: string; version: string } | undefined> {
  let found: { name: string; version: string } | undefined;
  try {
    for await (const file of new ArchiveReader('package.tgz', archive, new ArchiveBudget(PACKAGE_LIMITS)).files()) {
      if (file.path !== 'Chart.yaml' || file.size > 4 * 1024 * 1024) continue;
      found = identityIn(Buffer.from(await file.content()).toString('utf8'));
    }
  } catch (error) {
    if (error instanceof PackageError) return undefined;
    throw error;
  }
  return found;
}

function identityIn(text: string): { name: string; version: string } | undefined {
  try {
    const chart: unknown = parse(text, { schema: 'failsafe', maxAliasCount: 20, logLevel: 'error' });
    if (typeof chart !== 'object' || chart === null || !('name' in chart) || !('version' in chart)) return undefined;
    return { name: String(chart.name), version: String(chart.version) };
  } catch {
    return undefined;
  }
}
