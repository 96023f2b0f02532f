import type { ExtensionManifest } from '@luban/manifest';
import type { ExtensionMetadata } from './metadata/extension-metadata.ts';
import type { PackagePermissions } from './permissions/package-permissions.ts';

/** Texts by language, such as `en` and `zh`. */
export type Localized = Readonly<Record<string, string>>;

/** A chart inside the package. */
export interface PartChart {
  name: string;
  /** `tags` of its dependency entry: `extension` for the host, `agent` for each chosen cluster. */
  tags: readonly string[];
  /** Path of the value that turns it on, such as `collector.enabled`. */
  condition?: string;
}

/** The chart that a package is. */
export interface PackageChart {
  /** Whether helm has anything to do: templates, definitions or charts inside. */
  hasObjects: boolean;
  parts: readonly PartChart[];
  /** Names of the CustomResourceDefinitions in `crds/` folders, which helm never removes. */
  crds: readonly string[];
  /** `kubeVersion` of Chart.yaml. */
  kubeVersion?: string;
  /** Annotations of Chart.yaml. */
  annotations: Readonly<Record<string, string>>;
}

/** What an extension package holds, read and checked. Source: KubeSphere 4, extension packages. */
export interface ExtensionPackage {
  metadata: ExtensionMetadata;
  permissions: PackagePermissions;
  chart: PackageChart;
  /** Markdown by language. */
  readme: Localized;
  changelog: Localized;
  license?: string;
  /** `values.yaml` as it was written, comments included. */
  values: string;
  /** `values.schema.json`. */
  valuesSchema?: unknown;
  /** `data:image/…` of the icon, or an https URL. */
  icon: string;
  /** Paths in `files`, or https URLs. */
  screenshots: readonly string[];
  /** `ui/extension.json`, when the package brings a user interface. */
  ui?: { manifest: ExtensionManifest; digest: string };
  /** `sha256:…` of the archive. */
  digest: string;
  /** Bytes of the archive. */
  size: number;
  /** Files by path below the root folder. Only those that `ReadOptions.keep` asks for hold content. */
  files: ReadonlyMap<string, Uint8Array>;
  /** What is odd and yet usable. */
  warnings: readonly import('@luban/manifest').Problem[];
}
