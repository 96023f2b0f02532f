import type { PackagePermissions, PolicyRule } from './package-permissions.ts';
import { type PermissionRule, permissionRules } from './permission-rules.ts';
import { coverage, type Right, rightsOf, rulesOf } from './rights.ts';

export interface PermissionsDifference {
  /** What is wanted and not granted yet. Each rule holds only what is new in it. */
  added: PermissionRule[];
  /** What was granted and is not wanted any more. */
  removed: PermissionRule[];
  /** Number of wanted rules that are granted as a whole. */
  unchanged: number;
}

/** Rights that are compared one by one. Rules that multiply to more are compared as a whole. */
const MOST_RIGHTS = 50_000;

/**
 * Compares by what rules allow, not by how they are written: `*` covers `get`, a rule for the cluster covers the same in a
 * namespace, and a rule that is split in two is no addition.
 */
export function diffPermissions(granted: PackagePermissions, wanted: PackagePermissions): PermissionsDifference {
  const added = missing(wanted, granted);
  return { added: added.rules, removed: missing(granted, wanted).rules, unchanged: added.whole };
}

/** What of `wanted` is not in `held`, and the number of rules that are in it as a whole. */
function missing(wanted: PackagePermissions, held: PackagePermissions): { rules: PermissionRule[]; whole: number } {
  const inCluster = held.clusterRole.map(coverage);
  const inNamespace = [...inCluster, ...held.role.map(coverage)];
  let budget = MOST_RIGHTS;
  let whole = 0;
  const rest: { role: PolicyRule[]; clusterRole: PolicyRule[] } = { role: [], clusterRole: [] };
  for (const rule of permissionRules(wanted)) {
    const { scope } = rule;
    const covers = scope === 'cluster' ? inCluster : inNamespace;
    const own = rightsOf(rule, budget);
    const left: PolicyRule[] = [];
    if (own === undefined) {
      if (!covers.some((cover) => cover.rule(rule))) left.push(rule);
    } else {
      budget -= own.length;
      const uncovered = own.filter((right: Right) => !covers.some((cover) => cover.right(right)));
      left.push(...(uncovered.length === own.length ? [rule] : rulesOf(uncovered)));
    }
    if (left.length === 0) whole += 1;
    rest[scope === 'cluster' ? 'clusterRole' : 'role'].push(...left);
  }
  return { rules: permissionRules(rest), whole };
}
