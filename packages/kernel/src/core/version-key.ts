import type { StackOwner } from '../sweep/owner-of-stack.ts';

/** One content of one version of an extension. While somebody works on it, contents may follow each other under one version. */
export interface VersionIdentity {
  name: string;
  version: string;
  /** `/ext/<name>/<segment>/`; the segment is the version, or with another content of the same version has something added. */
  base?: string;
}

/** `<name>@<segment>`: equal for equal content alone. */
export function keyOf(identity: VersionIdentity): string {
  return `${identity.name}@${ownerOf(identity).version}`;
}

/** The owner as call stacks know it: `version` is the segment of the URL. */
export function ownerOf({ name, version, base }: VersionIdentity): StackOwner {
  const segment = base?.split('/').at(-2);
  return { name, version: segment ? decodeURIComponent(segment) : version };
}
