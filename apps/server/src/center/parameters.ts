import { Refusal } from '../refusal.ts';

/** A name from an address. @throws Refusal 404 for what is no name of an extension */
export function nameFrom(value: string): string {
  if (value.length > 63 || !/^[a-z\d](?:[a-z\d-]*[a-z\d])?$/.test(value)) throw unknownExtension(value);
  return value;
}

export function unknownExtension(name: string): Refusal {
  return new Refusal(404, 'LB7601', { extension: name.slice(0, 64) });
}

/** Nothing is installed: of an extension that could be, or of none that anybody knows. */
export function notInstalled(name: string, isOffered: boolean): Refusal {
  return isOffered ? new Refusal(404, 'LB7604', { extension: name }) : unknownExtension(name);
}

export function unknownVersion(extension: string, version: unknown): Refusal {
  const shown = typeof version === 'string' ? version.slice(0, 64) : typeof version;
  return new Refusal(404, 'LB7602', { extension, version: shown });
}
