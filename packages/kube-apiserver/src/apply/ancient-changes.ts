/** Keeps the record of owners short. Source: k8s.io/apimachinery, managedfields, capmanagers. */
import { union } from './field-set.ts';
import { compareText, type Owner, type Owners, ownerKey, secondsOf } from './managed-fields.ts';

const MOST_UPDATERS = 10;

/** Merges the oldest owners by update, of each version for itself, until no more than ten are left. */
export function limitUpdaters(owners: Owners): Owners {
  const updaters = [...owners].filter(([, { operation }]) => operation === 'Update');
  if (updaters.length <= MOST_UPDATERS) return owners;
  updaters.sort(
    ([, left], [, right]) => secondsOf(left) - secondsOf(right) || compareText(left.manager, right.manager),
  );

  const result = new Map(owners);
  const firstOf = new Map<string, string>();
  let count = updaters.length;
  for (const [key, owner] of updaters) {
    if (count <= MOST_UPDATERS) break;
    const { apiVersion } = owner;
    const bucket: Owner = { ...owner, manager: 'ancient-changes', subresource: '' };
    const bucketKey = ownerKey(bucket);
    const first = firstOf.get(apiVersion);
    if (first === undefined) {
      firstOf.set(apiVersion, key);
      continue;
    }
    if (key === bucketKey) continue;
    const merged = result.get(bucketKey) ?? result.get(first);
    if (!result.has(bucketKey)) result.delete(first);
    result.delete(key);
    result.set(bucketKey, { ...bucket, fields: merged ? union(merged.fields, owner.fields) : owner.fields });
    count--;
  }
  return result;
}
