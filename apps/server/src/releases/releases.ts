import type { ExtensionPackage, PackagePermissions } from '@luban/extension-package';
import type { ClusterHandle } from '../clusters/cluster-registry.ts';

/** `extension`: once, on the host. `agent`: on each chosen cluster. */
export type Part = 'extension' | 'agent';

/** A helm release, and where it is. */
export interface ReleaseTarget {
  extension: string;
  cluster: ClusterHandle;
  namespace: string;
  /** `<extension>`, or `<extension>-agent` for the agent part. */
  name: string;
}

/** What is to be installed as a release. */
export interface ReleaseSpec extends ReleaseTarget {
  part: Part;
  package: ExtensionPackage;
  /** Absolute path of the archive. */
  archive: string;
  /** Helm values as YAML: `spec.config` with the override of the cluster merged over it. What the platform sets wins. */
  values: string;
}

/** What helm's own Secrets say of a release. */
export interface ReleaseState {
  /** Of the newest revision. */
  status:
    | 'deployed'
    | 'failed'
    | 'pending-install'
    | 'pending-upgrade'
    | 'pending-rollback'
    | 'uninstalling'
    | 'uninstalled'
    | 'superseded'
    | 'unknown';
  revision: number;
  /** Version of the chart of that revision. */
  version?: string;
  description?: string;
  /** Newest revision that was ever deployed whole. */
  lastGood?: { revision: number; version?: string };
}

export interface ObjectRef {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

export interface RenderedRelease {
  /** YAML of all objects, hooks and definitions included. */
  manifest: string;
  objects: ObjectRef[];
}

export interface RunOptions {
  /** Ends the run, helm's process included. The release is then in whatever state helm left it: see `recover`. */
  signal: AbortSignal;
  /** Told each line of output, with times and secrets left out. */
  log(line: string): void;
  /** Milliseconds that helm may wait for what it installs. Default: 600,000. */
  timeout?: number;
}

/** What remains of an extension after its releases are gone, because helm never removes it. */
export interface Remainder extends ObjectRef {
  cluster: string;
  /** Why it is still there: kept by helm, data, or somebody else's. */
  why: 'definition' | 'volume' | 'namespace' | 'kept' | 'hook' | 'rights' | 'role-template' | 'other';
  /** How many objects of a definition exist, or pods of a namespace. */
  inUse?: number;
}

/**
 * Releases of extensions, by the real helm: as a process of this server, or as a Job in the host cluster. Every run is
 * made in the name of the extension's own service account, which may do what `permissions.yaml` asks for and no more.
 */
export interface Releases {
  /** @returns undefined when helm knows no such release. @throws when the cluster does not answer */
  state(target: ReleaseTarget): Promise<ReleaseState | undefined>;
  /** Namespace, service account and rights of the extension there; to be called before anything is applied. */
  prepare(target: ReleaseTarget, permissions: PackagePermissions): Promise<void>;
  /** What `apply` would apply. Changes nothing. @throws Refusal LB75xx with helm's reason */
  render(spec: ReleaseSpec, options: RunOptions): Promise<RenderedRelease>;
  /** What is applied now, from helm's own record. */
  manifest(target: ReleaseTarget): Promise<RenderedRelease | undefined>;
  /**
   * Installs or upgrades, and waits until everything is ready.
   *
   * @throws Refusal LB75xx that says what failed: a missing right and the rule for it, pods that are not ready and why, …
   */
  apply(spec: ReleaseSpec, options: RunOptions): Promise<{ revision: number; objects: ObjectRef[] }>;
  /** Back to an earlier revision. */
  rollback(target: ReleaseTarget, revision: number, options: RunOptions): Promise<void>;
  /** @param force without hooks and without waiting. Resolves also when there is no such release. */
  uninstall(target: ReleaseTarget, options: RunOptions & { force?: boolean }): Promise<void>;
  /**
   * After a run whose process is gone: makes a release that is stuck half-way what it was before, or removes it when it was
   * never whole. @returns its state then
   */
  recover(target: ReleaseTarget, options: RunOptions): Promise<ReleaseState | undefined>;
  /** Objects that were applied and still exist although the release is gone, and what else bears the extension's label. */
  remains(target: ReleaseTarget): Promise<Remainder[]>;
  /** Deletes what of `remains` is named. Resolves to what could not be deleted, with the reason. */
  purge(target: ReleaseTarget, items: readonly ObjectRef[]): Promise<{ item: ObjectRef; reason: string }[]>;
}
