import type { ExtensionManifest, Problem } from '@luban/manifest';

/** Compares the entry's size with the budget that the author set. Others are measured at run time. */
export function checkBudgets(manifest: ExtensionManifest): Problem[] {
  const { budgets, remote, name: extension } = manifest;
  if (budgets?.entryKb === undefined || !remote) return [];
  const actual = (remote.bytes[remote.entry] ?? 0) / 1000;
  if (actual <= budgets.entryKb) return [];
  const params = { budget: 'entryKb', file: remote.entry, actual: Number(actual.toFixed(1)), limit: budgets.entryKb };
  return [{ code: 'LB6008', params, extension }];
}
