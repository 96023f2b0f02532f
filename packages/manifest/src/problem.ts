import type { Problem } from './composed-index.ts';

/** A problem of a manifest or of the composition. Undefined parameters are left out. */
export function problem(
  code: string,
  params: Record<string, string | number | undefined> = {},
  owner: { extension?: string; version?: string } = {},
): Problem {
  const known: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) known[name] = typeof value === 'string' ? shorten(value) : value;
  }
  return {
    code,
    params: known,
    ...(owner.extension !== undefined && { extension: owner.extension }),
    ...(owner.version !== undefined && { version: owner.version }),
  };
}

/** Hostile text is cut where it enters, so that no list of problems grows with it. */
function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
