import type { ExtensionStateName, Listing } from './bundle.ts';

/**
 * Where extensions come from. The server lists, serves and changes them through this alone, so that folders and a
 * Kubernetes API are interchangeable.
 */
export interface ExtensionSource extends AsyncDisposable {
  /** What is there now; the same object until something changed. */
  list(): Listing;
  /**
   * The `sha384-…` of a file of a version that was ever listed and is still kept.
   *
   * @param segment last part of the version's URL base
   * @returns undefined when the version is unknown or its manifest does not list the path
   */
  digestOf(name: string, segment: string, path: string): Promise<string | undefined>;
  /**
   * The content of such a file.
   *
   * @throws Refusal LB5016 when the file is not what its manifest says
   */
  readFile(name: string, segment: string, path: string): Promise<Buffer | undefined>;
  /** Called after each change of the listing. */
  watch(listener: () => void): Disposable;
  /**
   * Takes a package over as a whole or not at all, and puts its version in force.
   *
   * @throws Refusal LB5011 when the version exists with other content
   */
  install(files: PackageFiles): Promise<{ name: string; version: string }>;
  /** @throws Refusal LB5006 */
  setState(name: string, state: ExtensionStateName): Promise<void>;
  /** @throws Refusal LB5006, LB5007 */
  setVersion(name: string, version: string): Promise<void>;
  /** Removes what was installed. @throws Refusal LB5006, LB5012 */
  remove(name: string): Promise<void>;
}

/** A package that was read but not yet taken over: a folder of this server's disk that holds `ui/extension.json`. */
export interface PackageFiles {
  folder: string;
}
