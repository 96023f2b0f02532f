/** Whether two JSON values are the same; a missing field equals an undefined one. */
export function jsonEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => jsonEqual(item, b[i]));
  }
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return isCovered(left, right) && isCovered(right, left, true);
}

/** @param namesOnly the values were compared from the other side */
function isCovered(left: Record<string, unknown>, right: Record<string, unknown>, namesOnly = false): boolean {
  for (const key of Object.keys(left)) {
    const value = left[key];
    if (value === undefined) continue;
    const other = Object.hasOwn(right, key) ? right[key] : undefined;
    if (namesOnly ? other === undefined : !jsonEqual(value, other)) return false;
  }
  return true;
}
