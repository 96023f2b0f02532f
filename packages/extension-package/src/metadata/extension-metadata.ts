import type { Localized } from '../extension-package.ts';

export interface Provider {
  name: string;
  url?: string;
  email?: string;
}

/** Another extension that this one needs, or works with. Source: KubeSphere 4, `externalDependencies`. */
export interface ExternalDependency {
  name: string;
  /** Default: `extension`. */
  type: string;
  /** Range of versions, in Masterminds' notation. */
  version: string;
  required: boolean;
}

/** `extension.yaml`, checked, with defaults filled in. Source: KubeSphere 4, extension packages. */
export interface ExtensionMetadata {
  name: string;
  version: string;
  displayName: Localized;
  description: Localized;
  category: string;
  provider: Readonly<Record<string, Provider>>;
  /** As written: a path in the package, an https URL or a data URI. */
  icon: string;
  keywords: readonly string[];
  home?: string;
  docs?: string;
  sources: readonly string[];
  /** Range of Kubernetes versions, in Masterminds' notation. */
  kubeVersion?: string;
  /** Range of KubeSphere versions. */
  ksVersion?: string;
  maintainers: readonly Provider[];
  staticFileDirectory: string;
  screenshots: readonly string[];
  installationMode: 'HostOnly' | 'Multicluster';
  /** Fixed namespace of what is installed. Default: `extension-<name>`. */
  namespace?: string;
  images: readonly string[];
  externalDependencies: readonly ExternalDependency[];
  annotations: Readonly<Record<string, string>>;
}
