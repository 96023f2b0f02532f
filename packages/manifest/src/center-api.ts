/**
 * What `/api/center` of the gateway says and takes, for the server and for the Extensions Center. Texts by language are given
 * whole, so that search finds them in each.
 */
import type { Problem } from './composed-index.ts';

export type Texts = Readonly<Record<string, string>>;

export interface Catalogue {
  kubeVersion: string;
  /** Of KubeSphere, whose packages this console takes. */
  platformVersion: string;
  lubanVersion: string;
  /** Whether the person may install, change and remove extensions. */
  canManage: boolean;
  categories: Category[];
  extensions: Card[];
}

export interface Category {
  name: string;
  displayName: Texts;
  /** URL of this server, or the name of an icon. */
  icon?: string;
  count: number;
}

/** An extension as the Marketplace lists it. */
export interface Card {
  name: string;
  displayName: Texts;
  description: Texts;
  provider: Readonly<Record<string, { name?: string; url?: string; email?: string }>>;
  /** URL of this server, cached for ever; absent: none. */
  icon?: string;
  category?: string;
  keywords: string[];
  /** Name of the repository object; absent: published by hand or uploaded. */
  repository?: string;
  /** Repositories that have an extension of the same name, which is not used. */
  alsoIn: string[];
  latestVersion: string;
  /** Absent: none fits, and `unfit` says why. */
  recommendedVersion?: string;
  unfit?: Problem;
  /** ISO 8601, of the newest version. */
  created?: string;
  /** Brings pages of its own. */
  hasInterface?: boolean;
  installation?: InstallationSummary;
}

export type InstallationState =
  | ''
  | 'Preparing'
  | 'Installing'
  | 'Installed'
  | 'InstallFailed'
  | 'Upgrading'
  | 'UpgradeFailed'
  | 'Uninstalling'
  | 'Uninstalled'
  | 'UninstallFailed';

export interface InstallationSummary {
  name: string;
  displayName: Texts;
  icon?: string;
  category?: string;
  state: InstallationState;
  /** In force; absent: none yet. */
  version?: string;
  plannedVersion: string;
  enabled: boolean;
  /** A recommended version that is newer than the one in force. */
  upgradeTo?: string;
  /** `plan`: by an InstallPlan; `bundle`: a UIBundle that somebody applied, or a folder of this server. */
  origin: 'plan' | 'bundle';
  /** Part of the product itself. */
  preinstalled: boolean;
  /** Clusters with an agent. */
  clusters: number;
  problems: Problem[];
  /** Of all sessions of the last day. */
  health?: { sessions: number; failed: number };
  /** Steps done and steps in all of what is under way. */
  progress?: { done: number; of: number };
}

export interface Installation extends InstallationSummary {
  targetNamespace?: string;
  config: string;
  overrides: Readonly<Record<string, string>>;
  /** The person may not read the plan: `config` and `overrides` are empty for that reason. */
  configHidden?: boolean;
  upgradeStrategy: 'Manual' | 'Automatic';
  installationMode: 'HostOnly' | 'Multicluster';
  placement: { clusters?: string[]; clusterSelector?: { matchLabels?: Record<string, string> } };
  /** The newest first. */
  runs: Run[];
  /** Where a rollback goes; absent: nowhere. */
  rollbackTo?: { version: string; config: string; at: string };
  can: { cancel: boolean; retry: boolean; forceRemove: boolean };
  agents: Agent[];
  dependants: Dependency[];
  /** A version that asks for more than was agreed to, planned or meant for an automatic upgrade. `added` is empty when its package cannot be read. */
  awaitingConsent?: { version: string; digest: string; added: Rule[] };
  /** The recommended version, where somebody decided to stay with the rights of the one in force. */
  declined?: string;
  healthDetail?: Health;
}

export interface Agent {
  cluster: string;
  reachable: boolean;
  state: InstallationState;
  version?: string;
  problem?: Problem;
}

export interface Run {
  id: string;
  action: 'install' | 'upgrade' | 'rollback' | 'configure' | 'clusters' | 'uninstall';
  version: string;
  from?: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  startedAt: string;
  endedAt?: string;
  by?: string;
  steps: Step[];
}

export interface Step {
  name: /** Versions, dependencies, rights and conflicts. */
    | 'check'
    | 'fetch'
    /** Rendered by helm, nothing applied. */
    | 'dry-run'
    | 'prepare'
    /** Helm on the host, or one cluster's agent. */
    | 'release'
    /** Files of the user interface, and its `UIBundle`. */
    | 'interface'
    | 'enable'
    | 'remove-release'
    | 'remove-interface'
    /** What remains is looked for. */
    | 'report'
    /** A failed upgrade goes back to what was. */
    | 'restore';
  /** Absent: the host. */
  cluster?: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'skipped' | 'cancelled';
  /** ISO 8601. */
  startedAt?: string;
  endedAt?: string;
  problem?: Problem;
}

export interface ExtensionDetail {
  card: Card;
  /** The newest first. */
  versions: VersionSummary[];
  installation?: Installation;
}

export interface VersionSummary {
  version: string;
  repository?: string;
  created?: string;
  /** Empty: it fits this platform. */
  reasons: Problem[];
  recommended: boolean;
  installed: boolean;
  /** Its repository does not offer it any more; it stays for an installation. */
  withdrawn?: boolean;
  /** Why it cannot be used at all, such as a package that cannot be read. */
  problem?: Problem;
}

export interface VersionDetail {
  name: string;
  version: string;
  /** Markdown by language. */
  readme: Texts;
  changelog: Texts;
  license?: string;
  /** YAML with its comments. */
  values: string;
  valuesSchema?: unknown;
  /** URLs of this server. */
  screenshots: string[];
  home?: string;
  docs?: string;
  sources: string[];
  maintainers: { name: string; url?: string; email?: string }[];
  images: string[];
  keywords: string[];
  installationMode: 'HostOnly' | 'Multicluster';
  namespace: string;
  kubeVersion?: string;
  ksVersion?: string;
  digest: string;
  /** Bytes of the archive. */
  size: number;
  signature: 'verified' | 'unsigned' | 'unchecked';
  dependencies: Dependency[];
  dependants: Dependency[];
  permissions: PermissionView;
  adds?: Additions;
  charts: { extension: string[]; agent: string[]; both: string[]; crds: string[] };
  warnings: Problem[];
}

export interface Dependency {
  name: string;
  displayName?: Texts;
  /** Range. */
  version: string;
  required: boolean;
  /** `under-way`: it will be met when what is being brought about there succeeds. */
  state: 'met' | 'missing' | 'disabled' | 'wrong-version' | 'under-way';
  installedVersion?: string;
  /** A version of the catalogue that would do. */
  available?: string;
}

export interface Rule {
  scope: 'cluster' | 'namespace';
  verbs: string[];
  apiGroups: string[];
  resources: string[];
  resourceNames: string[];
  nonResourceURLs: string[];
  /** What makes it worth a second look. */
  risk?: 'everything' | 'wildcard' | 'secrets' | 'escalation' | 'exec';
}

export interface PermissionView {
  rules: Rule[];
  /** What the interface asks for in its manifest. */
  interface?: { k8s: string[]; network: string[]; storage?: string };
  /** To be sent back as the consent to exactly this. */
  digest: string;
}

/** What the package adds to the console. */
export interface Additions {
  routes: { title: Texts; path: string }[];
  menus: { title: Texts; slot: string }[];
  slots: { slot: string; title?: Texts }[];
  /** Other contributions by kind. */
  others: Readonly<Record<string, number>>;
  bytes: { js: number; css: number; other: number };
}

export interface Preview {
  version: string;
  from?: string;
  /** Empty: nothing is in the way. */
  blocking: Problem[];
  warnings: Problem[];
  dependencies: Dependency[];
  permissions: { added: Rule[]; removed: Rule[]; unchanged: number; digest: string };
  conflicts: Problem[];
  objects: { added: ObjectRef[]; changed: ObjectRef[]; removed: ObjectRef[]; unchanged: number };
  /** Unified diff of what is applied; cut when it is very long. */
  diff: string;
  diffCut: boolean;
}

export interface ObjectRef {
  cluster?: string;
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

export interface Remains {
  extension: string;
  displayName?: Texts;
  at: string;
  items: (ObjectRef & {
    cluster: string;
    why: 'definition' | 'volume' | 'namespace' | 'kept' | 'hook' | 'rights' | 'role-template' | 'other';
    inUse?: number;
  })[];
}

export interface Repository {
  name: string;
  url: string;
  description?: string;
  kind: 'http' | 'oci' | 'builtin';
  hasPassword: boolean;
  username?: string;
  hasCaBundle: boolean;
  insecure: boolean;
  depth: number;
  interval: string;
  /** Keys that packages have to be signed with; empty: not required. */
  signature: { required: boolean; keys: string[] };
  lastSync?: string;
  /** Whether the last one reached the repository. */
  state: 'new' | 'syncing' | 'synced' | 'failed';
  problem?: Problem;
  progress?: { done: number; of: number };
  extensions: number;
  versions: number;
  /** Charts that were left out, each with its reason. */
  chartProblems: { chart: string; version?: string; problem: Problem }[];
}

export interface Health {
  current: VersionHealth;
  previous?: VersionHealth;
  /** The newest first. */
  failures: { code: string; params: Record<string, string | number>; count: number; lastAt: string; version: string }[];
  /** When the server went back by itself, and why. */
  rolledBack?: { at: string; from: string; to: string; sessions: number; failed: number; problem: Problem };
}

export interface VersionHealth {
  version: string;
  sessions: number;
  failed: number;
  /** Milliseconds until the first contribution was there. */
  activation?: { p50: number; p95: number };
}

/** What is written by the wizard. */
export interface InstallRequest {
  version: string;
  config?: string;
  clusters?: string[];
  overrides?: Record<string, string>;
  upgradeStrategy?: 'Manual' | 'Automatic';
  /** `digest` of the rights that were shown. */
  consent: string;
  /** Go on although dependencies are not met. */
  ignoreDependencies?: boolean;
}

/** `event: change` of `/api/center/events`. */
export interface CenterChange {
  /** Names of the extensions whose cards, versions or installations look different now. */
  extensions: string[];
  /** Categories, versions of the platform, or which extensions there are. */
  catalogue: boolean;
  repositories: boolean;
  /** Set after a gap in which anything may have changed. */
  all?: boolean;
}

/** `GET /api/center/installations` */
export interface Installations {
  installations: InstallationSummary[];
  remains: Remains[];
}
