/**
 * A deep copy of JSON, several times faster than `structuredClone`. Whatever is called `__proto__` stays an own property:
 * the spread makes it one, and what it holds is then exchanged in place.
 */
export function cloneJson<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(cloneJson) as T;
  const copy = { ...value } as Record<string, unknown>;
  for (const name in copy) {
    const member = copy[name];
    if (typeof member === 'object' && member !== null) copy[name] = cloneJson(member);
  }
  return copy as T;
}
