import { Grants } from './grants.ts';
import type { PackagePermissions, PolicyRule } from './package-permissions.ts';
import { type PermissionRule, permissionRules } from './permission-rules.ts';
import { type Right, rightsOf, rulesOf } from './rights.ts';

export interface PermissionsDifference {
  /** What is wanted and not granted yet. Each rule holds only what is new in it. */
  added: PermissionRule[];
  /** What was granted and is not wanted any more. */
  removed: PermissionRule[];
  /** Number of wanted rules that are granted as a whole. */
  unchanged: number;
}

/** Rights that are compared one by one. Rules that multiply to more are compared as a whole. */
const MOST_RIGHTS = 20_000;

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
  const grants = {
    cluster: new Grants(held.clusterRole),
    namespace: new Grants([...held.clusterRole, ...held.role]),
  };
  let budget = MOST_RIGHTS;
  let whole = 0;
  const rest: { role: PolicyRule[]; clusterRole: PolicyRule[] } = { role: [], clusterRole: [] };
  for (const rule of permissionRules(wanted)) {
    const granted = grants[rule.scope];
    const rights = rightsOf(rule, budget);
    budget -= rights?.length ?? 0;
    const left = rights === undefined ? wholeOf(rule, granted) : partOf(rule, rights, granted);
    if (left.length === 0) whole += 1;
    rest[rule.scope === 'cluster' ? 'clusterRole' : 'role'].push(...left);
  }
  return { rules: permissionRules(rest), whole };
}

function partOf(rule: PolicyRule, rights: readonly Right[], granted: Grants): PolicyRule[] {
  const left = rights.filter((right) => !granted.allows(right));
  return left.length === rights.length ? [rule] : rulesOf(left);
}

function wholeOf(rule: PolicyRule, granted: Grants): PolicyRule[] {
  return granted.allowsAll(rule) ? [] : [rule];
}
