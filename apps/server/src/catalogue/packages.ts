import type { ExtensionPackage } from '@luban/extension-package';
import type { ExtensionVersionObject } from './objects.ts';

/** An archive on this server's disk that is what its version says. */
export interface StoredArchive {
  /** Absolute. Stays for as long as the caller works with it, and some time longer. */
  path: string;
  /** `sha256:…` */
  digest: string;
}

/**
 * The packages of `ExtensionVersion` objects: fetched from where they say (a ConfigMap, http, OCI, this server's own
 * repository) when somebody needs them, verified against their digest, and kept on disk by it.
 */
export interface Packages {
  /** @throws Refusal with what went wrong: not there, other content than announced, out of bounds, not vouched for */
  archive(version: ExtensionVersionObject, signal?: AbortSignal): Promise<StoredArchive>;
  /** The same, read; the last few are remembered. */
  read(version: ExtensionVersionObject, signal?: AbortSignal): Promise<ExtensionPackage>;
}
