/** The chosen zones; whatever is stored, the answer holds only zones that this browser knows. */
export function readZones(storage, fallback) {
  const stored = storage.get('zones');
  if (!Array.isArray(stored)) return fallback;
  const known = stored.filter((zone) => typeof zone === 'string' && isZone(zone));
  return known.length > 0 ? known : fallback;
}

export function isZone(zone) {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
