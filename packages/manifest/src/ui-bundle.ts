import type { Skipped } from './composed-index.ts';

/**
 * `extensions.luban.dev/v1alpha1 UIBundle`: one per enabled extension version, cluster-scoped. Sources other than a
 * Kubernetes API produce the same shape, so that the index has one kind of input.
 */
export interface UIBundle {
  apiVersion: 'extensions.luban.dev/v1alpha1';
  kind: 'UIBundle';
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: {
    version: string;
    /** `extension.json`, as found: not validated. */
    manifest: unknown;
    /** `sha256:…` of the packed `ui/` folder. */
    digest: string;
    source?: Record<string, unknown>;
  };
  status?: { state: 'Available' | 'Disabled' };
}

/** What the console that the index is made for offers. Written by the console's build as `host.json`. */
export interface HostFacts {
  /** Version of LuBan, matched against `engines.luban`. */
  version: string;
  /** Digest of the console's build. */
  build: string;
  /** Shared package to its version. */
  shares: Record<string, string>;
}

/** Input of `composeIndex`. */
export interface IndexObjects {
  bundles: UIBundle[];
  host: HostFacts;
  /** Names of extensions whose origin is the product itself. */
  builtin?: readonly string[];
  /** An administrator's choice of the winner of a conflict: `<kind>:<subject>` to the extension's name. */
  overrides?: Readonly<Record<string, string>>;
  /** What the source of the bundles could not take as an extension; passed on as it is. */
  skipped?: readonly Skipped[];
  /** URL base of a bundle. Default: `/ext/<name>/<version>/`. */
  baseOf?: (bundle: UIBundle) => string;
}

/** Whom the index is made for. Answers are true, false, or undefined when they depend on a context only the browser has. */
export interface IndexUser {
  /** Absent: conditions on the name are left to the browser, so that one index serves many. */
  name?: string;
  can(verb: string, resource: string): boolean | undefined;
  /** `group/version/Kind` with `core` for the empty group, and `*` for a part that does not matter. */
  hasResource(type: string): boolean | undefined;
  feature(id: string): boolean | undefined;
}
