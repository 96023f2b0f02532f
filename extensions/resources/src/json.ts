/** Reads objects of which nobody promised a shape. Every reader gives an empty value for what is not there. */
export type Path = readonly (string | number)[];

export function at(value: unknown, ...path: Path): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

export function textAt(value: unknown, ...path: Path): string {
  const found = at(value, ...path);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? String(found) : '';
}

/** Undefined for what is no number, so that "none" and 0 differ. */
export function numberAt(value: unknown, ...path: Path): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

export function listAt(value: unknown, ...path: Path): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function recordAt(value: unknown, ...path: Path): Readonly<Record<string, unknown>> {
  const found = at(value, ...path);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Record<string, unknown>) : {};
}

/** String values alone, as in labels. */
export function textsAt(value: unknown, ...path: Path): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(recordAt(value, ...path)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
