/** A run of helm, whether it is a process of this machine or a Job of a cluster. */
export interface HelmCommand {
  action: 'version' | 'render' | 'install' | 'upgrade' | 'rollback' | 'uninstall';
  release: string;
  namespace: string;
  /** What helm reads, by name. Readable for helm alone. */
  files: Readonly<Record<string, string | Uint8Array>>;
  /** Without helm itself, and without anything secret: arguments are visible to the whole machine. */
  args(place: HelmPlace): string[];
}

/** Where a command runs. */
export interface HelmPlace {
  /** Absolute path of one of the files. */
  path(file: string): string;
  major: HelmMajor;
  /** A kubeconfig is among the files. Otherwise helm is in a pod, and acts by the account of that. */
  hasKubeconfig: boolean;
  /** Whoever the credentials are of speaks for others. Otherwise they are those of whom helm acts as. */
  impersonates: boolean;
  /** What helm prints is kept where others may read it. */
  keepsOutput: boolean;
}

export type HelmMajor = 3 | 4;

export interface HelmRunOptions {
  /** Asks helm to end, and ends it when it does not. */
  signal: AbortSignal;
  /** Told each line that helm writes to standard error, as it comes. */
  log(line: string): void;
  /** Milliseconds after which helm is ended, whatever it does. */
  limit: number;
}

export interface HelmOutcome {
  /** Null: it was ended. */
  code: number | null;
  stdout: string;
  /** The last of it, for its reason. */
  stderr: string;
  /** Why it was ended. */
  ended?: 'cancelled' | 'limit';
}

export interface HelmRunner {
  /** Never rejects for what helm answers. @throws when helm cannot be run */
  run(command: HelmCommand, options: HelmRunOptions): Promise<HelmOutcome>;
}
