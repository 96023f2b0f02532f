import { RELEASE_SECRET, type ReleaseRecord, readReleaseRecord, releaseSelector } from '@luban/extension-package/helm';
import type { KubeObject } from '@luban/kube';
import { SECRETS } from '../clusters/cluster-credentials.ts';
import type { ReleaseState, ReleaseTarget } from './releases.ts';

interface ReleaseSecret extends KubeObject {
  type?: string;
  data?: { release?: string };
}

const STATUSES: readonly string[] = [
  'deployed',
  'failed',
  'pending-install',
  'pending-upgrade',
  'pending-rollback',
  'uninstalling',
  'uninstalled',
  'superseded',
] satisfies ReleaseState['status'][];

/** All revisions that helm keeps of a release, the newest first. Records that cannot be read have no objects. */
export async function releaseRecords({ cluster, namespace, name }: ReleaseTarget): Promise<ReleaseRecord[]> {
  const client = cluster.connection.client();
  const { items } = await client.list<ReleaseSecret>(SECRETS, { namespace, labelSelector: releaseSelector(name) });
  return items
    .filter(
      ({ type, metadata }) => type === RELEASE_SECRET && metadata.name?.startsWith(`sh.helm.release.v1.${name}.v`),
    )
    .map(recordOf)
    .sort((a, b) => b.revision - a.revision);
}

function recordOf({ metadata, data }: ReleaseSecret): ReleaseRecord {
  // What the labels say prevails: helm itself goes by them.
  const revision = Number(metadata.labels?.version) || 0;
  const status = metadata.labels?.status ?? 'unknown';
  try {
    return { ...readReleaseRecord(data?.release ?? ''), revision, status };
  } catch {
    return { revision, status, manifest: '', hooks: [] };
  }
}

/** @param whole revision that is known to have been deployed whole */
export function releaseState(records: readonly ReleaseRecord[], whole?: number): ReleaseState | undefined {
  const [newest] = records;
  if (newest === undefined) return undefined;
  const good = records.find((record) => wasWhole(record, whole));
  const version = newest.chart?.version;
  return {
    status: STATUSES.includes(newest.status) ? (newest.status as ReleaseState['status']) : 'unknown',
    revision: newest.revision,
    ...(version !== undefined && { version }),
    ...(newest.description !== undefined && { description: newest.description }),
    ...(good !== undefined && { lastGood: lastGood(good) }),
  };
}

/** Being replaced or removed, a revision loses the mark that it was whole, and a failed one may be marked as replaced. */
function wasWhole({ status, description = '', revision }: ReleaseRecord, whole: number | undefined): boolean {
  if (status === 'deployed' || revision === whole) return true;
  return status === 'superseded' && !/ failed: |underway|^Preparing /.test(description);
}

const lastGood = ({ revision, chart }: ReleaseRecord) => ({
  revision,
  ...(chart?.version !== undefined && { version: chart.version }),
});
