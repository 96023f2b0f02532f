import { RegistryError } from '../registry-error.ts';

/** `oci://host:port/path:tag`, taken apart. */
export interface OciReference {
  /** Host, with the port when one is written. */
  host: string;
  /** Without slashes at its ends; empty for a whole registry. */
  path: string;
  tag?: string;
  /** `sha256:…` of the manifest. */
  digest?: string;
}

const SEGMENT = /^[a-z\d]+(?:[._-]+[a-z\d]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
export const DIGEST = /^sha256:[\da-f]{64}$/;

/**
 * @throws RegistryError LB7222
 *
 * Source: the OCI distribution specification. Helm writes `_` into tags where a version has `+`.
 */
export function parseReference(written: string): OciReference {
  const malformed = () => new RegistryError('LB7222', { reference: written });
  const match = /^oci:\/\/([^/?#@]+)(?:\/([^?#]*))?$/.exec(written.trim());
  const url = match === null ? null : URL.parse(`https://${match[1]}`);
  if (match === null || url === null || url.pathname !== '/') throw malformed();
  const [named = '', digest] = (match[2] ?? '').split('@', 2) as [string, string?];
  const colon = named.indexOf(':');
  const path = (colon < 0 ? named : named.slice(0, colon)).replace(/^\/+|\/+$/g, '');
  const tag = colon < 0 ? undefined : tagOf(named.slice(colon + 1));
  if (path !== '' && !isRepositoryName(path)) throw malformed();
  if ((tag !== undefined && !TAG.test(tag)) || (digest !== undefined && !DIGEST.test(digest))) throw malformed();
  // As it is written, with its port: the parser of URLs would take a 443 away.
  return {
    host: match[1]!.toLowerCase(),
    path,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}

/** Whether a path may name a repository. */
export function isRepositoryName(path: string): boolean {
  return path.length <= 255 && path.split('/').every((segment) => SEGMENT.test(segment));
}

export const isTag = (text: string) => TAG.test(text);
export const tagOf = (version: string) => version.replaceAll('+', '_');
export const versionOf = (tag: string) => tag.replaceAll('_', '+');
