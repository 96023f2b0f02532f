/** What the thread of the embedded clusters is started with, beside `local`, a port for `LocalApi`. */
export interface KubeSettings {
  /** Absolute; `kube/` below it holds the clusters. */
  dataDir: string;
  host: string;
  /** 0 takes a free one. */
  port: number;
  demo: Demo;
  /** Hosts, with or without a port, that webhooks may be called on. */
  allowHosts: readonly string[];
}

/** `full`: a host and a member cluster with workloads. `none`: the host cluster alone, with nothing in it. */
export type Demo = 'full' | 'none';

export const DEMOS: readonly Demo[] = ['full', 'none'];

export interface EmbeddedCluster {
  name: string;
  displayName: string;
  /** Under which kubectl reaches it. */
  server: string;
}

/** What the thread says when everything answers. */
export interface KubeReady {
  port: number;
  clusters: EmbeddedCluster[];
  /** Path of the administrator's kubeconfig. */
  kubeconfig: string;
  /** What the gateway itself reaches the clusters with. PEM. */
  credentials: { ca: string; certificate: string; key: string };
}

/** From the thread. */
export type KubeMessage =
  | { type: 'ready'; ready: KubeReady }
  | { type: 'failed'; name: string; message: string; code?: string; stack?: string }
  | { type: 'log'; level: 'error' | 'warn'; text: string };

/** To the thread. */
export type KubeCommand = { type: 'stop' };
