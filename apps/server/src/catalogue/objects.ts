/** `kubesphere.io/v1alpha1`: the catalogue of extensions, and what of it is to be installed. Source: KubeSphere 4. */
import type { KubeObject } from '@luban/kube';
import type { InstallationState } from '@luban/manifest/center-api';

const inGroup = <T extends string>(resource: T) => ({ group: 'kubesphere.io', version: 'v1alpha1', resource }) as const;

export const REPOSITORIES = inGroup('repositories');
export const CATEGORIES = inGroup('categories');
export const EXTENSIONS = inGroup('extensions');
export const EXTENSION_VERSIONS = inGroup('extensionversions');
export const INSTALL_PLANS = inGroup('installplans');

export const KUBESPHERE_LABELS = {
  extension: 'kubesphere.io/extension-ref',
  repository: 'kubesphere.io/repository-ref',
  category: 'kubesphere.io/category',
} as const;

export type Texts = Record<string, string>;
export type Providers = Record<string, { name?: string; url?: string; email?: string }>;

interface Information {
  displayName?: Texts;
  description?: Texts;
  icon?: string;
  provider?: Providers;
  created?: string;
}

export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  observedGeneration?: number;
}

/** How far one release is: of the host in `status` itself, of each other cluster in `clusterSchedulingStatuses`. */
export interface InstallationStatus {
  state?: InstallationState;
  configHash?: string;
  targetNamespace?: string;
  releaseName?: string;
  /** In force. */
  version?: string;
  jobName?: string;
  conditions?: Condition[];
  /** Ten at most, the oldest go. */
  stateHistory?: { state: string; lastTransitionTime?: string }[];
}

export type { InstallationState };

export interface RepositoryObject extends KubeObject {
  spec?: {
    url?: string;
    description?: string;
    basicAuth?: { username?: string; password?: string };
    /** Durations as Go writes them: `15m`. */
    updateStrategy?: { registryPoll?: { interval?: string }; timeout?: string };
    /** Base64 of PEM. */
    caBundle?: string;
    insecure?: boolean;
    /** Versions of each extension that are kept, newest first. Default: 3; 0: all. */
    depth?: number;
  };
  status?: { lastSyncTime?: string };
}

export interface CategoryObject extends KubeObject {
  spec?: { displayName?: Texts; description?: Texts; icon?: string };
}

export interface ExtensionObject extends KubeObject {
  spec?: Information;
  status?: {
    state?: InstallationState;
    enabled?: boolean;
    plannedInstallVersion?: string;
    installedVersion?: string;
    recommendedVersion?: string;
    versions?: { version: string; creationTimestamp?: string }[];
    conditions?: Condition[];
    clusterSchedulingStatuses?: Record<string, InstallationStatus>;
  };
}

/** Named `<extension>-<version>`. */
export interface ExtensionVersionObject extends KubeObject {
  spec?: Information & {
    version?: string;
    keywords?: string[];
    sources?: string[];
    repository?: string;
    category?: string;
    kubeVersion?: string;
    ksVersion?: string;
    home?: string;
    docs?: string;
    /** `sha256:…` of the archive. */
    digest?: string;
    screenshots?: string[];
    chartDataRef?: { namespace: string; name: string; key: string };
    /** `https:`, `http:` or `oci:`. */
    chartURL?: string;
    namespace?: string;
    installationMode?: 'HostOnly' | 'Multicluster';
    externalDependencies?: { name: string; type?: string; version: string; required?: boolean }[];
  };
}

/** Named like its extension. */
export interface InstallPlanObject extends KubeObject {
  spec?: {
    extension: { name: string; version: string };
    enabled?: boolean;
    upgradeStrategy?: 'Manual' | 'Automatic';
    /** Helm values of all parts, as YAML. */
    config?: string;
    clusterScheduling?: {
      placement?: {
        clusters?: string[];
        clusterSelector?: {
          matchLabels?: Record<string, string>;
          matchExpressions?: { key: string; operator: string; values?: string[] }[];
        };
      };
      /** YAML by cluster, merged over `config`. */
      overrides?: Record<string, string>;
    };
  };
  status?: InstallationStatus & {
    enabled?: boolean;
    clusterSchedulingStatuses?: Record<string, InstallationStatus>;
  };
}
