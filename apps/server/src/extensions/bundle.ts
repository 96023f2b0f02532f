import type { ExtensionManifest, Problem, Skipped } from '@luban/manifest';

/** One version of one extension, its files in the content store. */
export interface Bundle {
  name: string;
  version: string;
  origin: 'builtin' | 'installed';
  /** Last part of its URL base `/ext/<name>/<segment>/`: the version, or `<version>~<digest>` for later content. */
  segment: string;
  /** `sha256:…` of `extension.json`, which holds the digests of all other files: equal digest, equal content. */
  digest: string;
  /** `sha384-…` of `extension.json`. */
  manifestIntegrity: string;
  /** As found. Name and version were checked; the rest is for the composer to judge. */
  manifest: ExtensionManifest;
  /** Sum of all files. */
  bytes: number;
}

export type ExtensionStateName = 'Available' | 'Disabled';

/** An extension with the version that is in force. */
export interface ListedExtension {
  name: string;
  state: ExtensionStateName;
  active: Bundle;
  /** Newest first. */
  versions: Bundle[];
  /** What was found wrong with its files. */
  problems: Problem[];
}

/** What a source holds at one moment. Replaced as a whole on each change. */
export interface Listing {
  /** Sorted by name. */
  extensions: readonly ListedExtension[];
  /** Folders and objects that could not be taken as an extension. */
  skipped: readonly Skipped[];
}

export function baseOf(bundle: Pick<Bundle, 'name' | 'segment'>): string {
  return `/ext/${bundle.name}/${bundle.segment}/`;
}
